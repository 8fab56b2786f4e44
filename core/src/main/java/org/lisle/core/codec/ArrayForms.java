package org.lisle.core.codec;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** Arrays. */
final class ArrayForms {
    private ArrayForms() {}

    static void register(TypeTable.Registrar types) {
        types.writer(byte[].class, (value, out, codec) -> {
            byte[] bytes = (byte[]) value;
            begin(Tag.BYTES, bytes.length, out);
            out.writeBytes(bytes, 0, bytes.length);
        });
        types.reader(Tag.BYTES, (in, codec) -> {
            byte[] bytes = new byte[in.readLength()];
            in.readBytes(bytes, 0, bytes.length);
            return bytes;
        });
        registerSmall(types);
        registerWhole(types);
        registerFloating(types);
        registerReferences(types);
    }

    private static void registerSmall(TypeTable.Registrar types) {
        types.writer(boolean[].class, (value, out, codec) -> {
            boolean[] elements = (boolean[]) value;
            begin(Tag.BOOLEANS, elements.length, out);
            for (boolean element : elements) {
                out.writeBoolean(element);
            }
        });
        types.reader(Tag.BOOLEANS, (in, codec) -> {
            boolean[] elements = new boolean[in.readLength()];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = in.readBoolean();
            }
            return elements;
        });
        types.writer(short[].class, (value, out, codec) -> {
            short[] elements = (short[]) value;
            begin(Tag.SHORTS, elements.length, out);
            for (short element : elements) {
                out.writeShort(element);
            }
        });
        types.reader(Tag.SHORTS, (in, codec) -> {
            short[] elements = new short[in.readLength()];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = in.readShort();
            }
            return elements;
        });
        types.writer(char[].class, (value, out, codec) -> {
            char[] elements = (char[]) value;
            begin(Tag.CHARACTERS, elements.length, out);
            for (char element : elements) {
                out.writeShort(element);
            }
        });
        types.reader(Tag.CHARACTERS, (in, codec) -> {
            char[] elements = new char[in.readLength()];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = (char) in.readShort();
            }
            return elements;
        });
    }

    private static void registerWhole(TypeTable.Registrar types) {
        types.writer(int[].class, (value, out, codec) -> {
            int[] elements = (int[]) value;
            begin(Tag.INTEGERS, elements.length, out);
            for (int element : elements) {
                out.writeInt(element);
            }
        });
        types.reader(Tag.INTEGERS, (in, codec) -> {
            int[] elements = new int[in.readLength()];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = in.readInt();
            }
            return elements;
        });
        types.writer(long[].class, (value, out, codec) -> {
            long[] elements = (long[]) value;
            begin(Tag.LONGS, elements.length, out);
            for (long element : elements) {
                out.writeLong(element);
            }
        });
        types.reader(Tag.LONGS, (in, codec) -> {
            long[] elements = new long[in.readLength()];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = in.readLong();
            }
            return elements;
        });
    }

    private static void registerFloating(TypeTable.Registrar types) {
        types.writer(float[].class, (value, out, codec) -> {
            float[] elements = (float[]) value;
            begin(Tag.FLOATS, elements.length, out);
            for (float element : elements) {
                out.writeFloat(element);
            }
        });
        types.reader(Tag.FLOATS, (in, codec) -> {
            float[] elements = new float[in.readLength()];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = in.readFloat();
            }
            return elements;
        });
        types.writer(double[].class, (value, out, codec) -> {
            double[] elements = (double[]) value;
            begin(Tag.DOUBLES, elements.length, out);
            for (double element : elements) {
                out.writeDouble(element);
            }
        });
        types.reader(Tag.DOUBLES, (in, codec) -> {
            double[] elements = new double[in.readLength()];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = in.readDouble();
            }
            return elements;
        });
    }

    private static void registerReferences(TypeTable.Registrar types) {
        types.writer(String[].class, (value, out, codec) -> writeElements(Tag.STRINGS, (Object[]) value, out, codec));
        types.reader(Tag.STRINGS, (in, codec) -> readElements(new String[in.readLength()], in, codec));
        types.writer(Object[].class, (value, out, codec) -> writeElements(Tag.OBJECTS, (Object[]) value, out, codec));
        types.reader(Tag.OBJECTS, (in, codec) -> readElements(new Object[in.readLength()], in, codec));
        types.reader(Tag.ARRAY, (in, codec) -> {
            Class<?> elementType = codec.classNames().read(in);
            return readElements((Object[]) Array.newInstance(elementType, in.readLength()), in, codec);
        });
    }

    /** An array of any other class of objects. */
    static void writeArray(Object value, RecordOutput out, TaggedCodec codec) {
        out.writeByte(Tag.ARRAY);
        codec.classNames().write(value.getClass().getComponentType(), out);
        Object[] elements = (Object[]) value;
        out.writeVarInt(elements.length);
        for (Object element : elements) {
            codec.writeValue(element, out);
        }
    }

    private static void writeElements(int tag, @Nullable Object[] elements, RecordOutput out, TaggedCodec codec) {
        begin(tag, elements.length, out);
        for (Object element : elements) {
            codec.writeValue(element, out);
        }
    }

    private static Object readElements(@Nullable Object[] elements, RecordInput in, TaggedCodec codec) {
        for (int i = 0; i < elements.length; i++) {
            elements[i] = codec.readValue(in);
        }
        return elements;
    }

    private static void begin(int tag, int length, RecordOutput out) {
        out.writeByte(tag);
        out.writeVarInt(length);
    }
}
