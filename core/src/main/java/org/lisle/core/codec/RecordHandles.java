package org.lisle.core.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * Method handles over all components of a record.
 *
 * <pre>
 *   writer (record, out, codec): write(get 0), write(get 1), ...
 *   reader (in, codec):          new Record(read, read, ...), the arguments from left to right
 * </pre>
 */
final class RecordHandles {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodType WRITER =
            MethodType.methodType(void.class, Object.class, RecordOutput.class, TaggedCodec.class);
    private static final MethodType READER = MethodType.methodType(Object.class, RecordInput.class, TaggedCodec.class);

    private RecordHandles() {}

    static MethodHandle writer(List<MethodHandle> getters) throws ReflectiveOperationException {
        MethodHandle all = MethodHandles.empty(WRITER);
        for (int i = getters.size() - 1; i >= 0; i--) {
            Class<?> type = getters.get(i).type().returnType();
            MethodHandle getter = getters.get(i).asType(getters.get(i).type().changeParameterType(0, Object.class));
            MethodHandle one = MethodHandles.filterArguments(
                    write(type),
                    0,
                    getter.asType(
                            getter.type().changeReturnType(write(type).type().parameterType(0))));
            all = MethodHandles.foldArguments(all, one);
        }
        return all;
    }

    static MethodHandle reader(MethodHandle constructor) throws ReflectiveOperationException {
        MethodHandle all = constructor.asType(constructor.type().changeReturnType(Object.class));
        int last = constructor.type().parameterCount() - 1;
        // The handle wrapped last is called first: so the first argument is read first.
        for (int i = last; i >= 0; i--) {
            Class<?> type = constructor.type().parameterType(i);
            MethodHandle read = read(type);
            all = MethodHandles.collectArguments(all, i, read.asType(read.type().changeReturnType(type)));
            if (i < last) {
                all = readFromTheSame(all, i);
            }
        }
        return last < 0 ? MethodHandles.dropArguments(all, 0, READER.parameterList()) : all;
    }

    /** From {@code (..., in, codec, in, codec)} to {@code (..., in, codec)} with so many arguments before. */
    private static MethodHandle readFromTheSame(MethodHandle handle, int before) {
        int[] order = new int[before + 4];
        for (int i = 0; i < order.length; i++) {
            order[i] = i < before + 2 ? i : i - 2;
        }
        MethodType type = handle.type().dropParameterTypes(before + 2, before + 4);
        return MethodHandles.permuteArguments(handle, type, order);
    }

    private static MethodHandle write(Class<?> type) throws ReflectiveOperationException {
        Class<?> written = type.isPrimitive() ? type : Object.class;
        return LOOKUP.findStatic(
                RecordHandles.class,
                "write",
                MethodType.methodType(void.class, written, RecordOutput.class, TaggedCodec.class));
    }

    private static MethodHandle read(Class<?> type) throws ReflectiveOperationException {
        String name = type.isPrimitive()
                ? "read" + Character.toUpperCase(type.getName().charAt(0))
                        + type.getName().substring(1)
                : "readObject";
        Class<?> read = type.isPrimitive() ? type : Object.class;
        return LOOKUP.findStatic(
                RecordHandles.class, name, MethodType.methodType(read, RecordInput.class, TaggedCodec.class));
    }

    // The methods below are called by the handles, found by name and type.

    static void write(Object value, RecordOutput out, TaggedCodec codec) {
        codec.writeValue(value, out);
    }

    static void write(boolean value, RecordOutput out, TaggedCodec codec) {
        out.writeBoolean(value);
    }

    static void write(byte value, RecordOutput out, TaggedCodec codec) {
        out.writeByte(value);
    }

    static void write(short value, RecordOutput out, TaggedCodec codec) {
        out.writeShort(value);
    }

    static void write(char value, RecordOutput out, TaggedCodec codec) {
        out.writeShort(value);
    }

    static void write(int value, RecordOutput out, TaggedCodec codec) {
        out.writeSignedVarInt(value);
    }

    static void write(long value, RecordOutput out, TaggedCodec codec) {
        out.writeSignedVarLong(value);
    }

    static void write(float value, RecordOutput out, TaggedCodec codec) {
        out.writeFloat(value);
    }

    static void write(double value, RecordOutput out, TaggedCodec codec) {
        out.writeDouble(value);
    }

    @SuppressWarnings("NullAway") // null is a component like any other
    static Object readObject(RecordInput in, TaggedCodec codec) {
        return codec.readValue(in);
    }

    static boolean readBoolean(RecordInput in, TaggedCodec codec) {
        return in.readBoolean();
    }

    static byte readByte(RecordInput in, TaggedCodec codec) {
        return in.readByte();
    }

    static short readShort(RecordInput in, TaggedCodec codec) {
        return in.readShort();
    }

    static char readChar(RecordInput in, TaggedCodec codec) {
        return (char) in.readShort();
    }

    static int readInt(RecordInput in, TaggedCodec codec) {
        return in.readSignedVarInt();
    }

    static long readLong(RecordInput in, TaggedCodec codec) {
        return in.readSignedVarLong();
    }

    static float readFloat(RecordInput in, TaggedCodec codec) {
        return in.readFloat();
    }

    static double readDouble(RecordInput in, TaggedCodec codec) {
        return in.readDouble();
    }
}
