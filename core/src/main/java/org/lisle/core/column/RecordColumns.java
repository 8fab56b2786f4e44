package org.lisle.core.column;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.ClassTemplate;
import org.lisle.core.codec.RecordParts;

/**
 * Takes the records of one class apart into columns, and makes them again, by two method handles over all components. Primitive components
 * are not boxed. Made once for a class; thread-safe.
 *
 * <pre>
 *   adder (record, columns): add(0, get 0), add(1, get 1), ...
 *   maker (columns, row):    new Record(get(0, row), get(1, row), ...)
 * </pre>
 */
final class RecordColumns {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodType COMPONENT = MethodType.methodType(Object.class, Object.class);
    private static final MethodType ADDER =
            MethodType.methodType(void.class, Object.class, RecordWriter.Components.class);
    private static final MethodType MAKER =
            MethodType.methodType(Object.class, RecordReader.Components.class, int.class);

    private static final ClassValue<RecordColumns> KNOWN = new ClassValue<>() {
        @Override
        protected RecordColumns computeValue(Class<?> type) {
            return new RecordColumns(RecordParts.of(type).orElseThrow());
        }
    };

    private final RecordParts parts;
    private final Handles handles;

    /** Calls the handles, which are constants of a hidden class. */
    abstract static class Handles {
        abstract void add(Object record, RecordWriter.Components columns);

        /** @throws Refused when the constructor does not accept the components */
        abstract void make(
                ColumnReader records,
                RecordReader.Components columns,
                @Nullable Object[] into,
                int start,
                int row,
                int count);
    }

    /** What a record's constructor threw. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(Throwable cause) {
            super(null, cause, false, false);
        }
    }

    /** Read when it is first needed. */
    private static final class Template {
        private static final ClassTemplate BYTES = new ClassTemplate(RecordColumnsTemplate.class);
    }

    /** Of a class that has {@link RecordParts}. */
    static RecordColumns of(Class<?> type) {
        return KNOWN.get(type);
    }

    private RecordColumns(RecordParts parts) {
        this.parts = parts;
        try {
            this.handles = (Handles) Template.BYTES.define(LOOKUP, adder(parts), maker(parts));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("these handles are made for every record", e);
        }
    }

    RecordParts parts() {
        return parts;
    }

    boolean isPrimitive(int component) {
        return parts.getters().get(component).type().returnType().isPrimitive();
    }

    /** The value of a component, boxed. */
    @Nullable
    Object component(Object record, int index) {
        try {
            return (Object) parts.getters().get(index).asType(COMPONENT).invokeExact(record);
        } catch (Throwable e) {
            throw new IllegalStateException("a field of " + parts.type().getName() + " cannot be read", e);
        }
    }

    void add(Object record, RecordWriter.Components columns) {
        handles.add(record, columns);
    }

    void make(
            ColumnReader records,
            RecordReader.Components columns,
            @Nullable Object[] into,
            int start,
            int row,
            int count) {
        try {
            handles.make(records, columns, into, start, row, count);
        } catch (Refused e) {
            throw parts.refused(e.getCause());
        }
    }

    private static MethodHandle adder(RecordParts parts) throws ReflectiveOperationException {
        MethodHandle all = MethodHandles.empty(ADDER);
        for (int i = parts.getters().size() - 1; i >= 0; i--) {
            MethodHandle getter = parts.getters().get(i);
            Class<?> type = getter.type().returnType();
            Class<?> added = type.isPrimitive() ? type : Object.class;
            MethodHandle add = LOOKUP.findStatic(
                    RecordColumns.class,
                    "add",
                    MethodType.methodType(void.class, RecordWriter.Components.class, int.class, added));
            MethodHandle get = getter.asType(MethodType.methodType(added, Object.class));
            MethodHandle one = MethodHandles.filterArguments(MethodHandles.insertArguments(add, 1, i), 1, get);
            all = MethodHandles.foldArguments(all, MethodHandles.permuteArguments(one, ADDER, 1, 0));
        }
        return all;
    }

    private static MethodHandle maker(RecordParts parts) throws ReflectiveOperationException {
        MethodHandle all = parts.constructor();
        int count = all.type().parameterCount();
        all = all.asType(all.type().changeReturnType(Object.class));
        for (int i = count - 1; i >= 0; i--) {
            Class<?> type = all.type().parameterType(i);
            Class<?> read = type.isPrimitive() ? type : Object.class;
            MethodHandle get = LOOKUP.findStatic(
                    RecordColumns.class,
                    type.isPrimitive() ? type.getName() + "At" : "valueAt",
                    MethodType.methodType(read, RecordReader.Components.class, int.class, int.class));
            MethodHandle one = MethodHandles.insertArguments(get, 1, i);
            all = MethodHandles.collectArguments(all, i, one.asType(one.type().changeReturnType(type)));
        }
        int[] order = new int[2 * count];
        for (int i = 0; i < order.length; i++) {
            order[i] = i % 2;
        }
        return MethodHandles.permuteArguments(all, MAKER, order);
    }

    // The methods below are called by the handles, found by name and type.

    static void add(RecordWriter.Components columns, int component, Object value) {
        columns.add(component, value);
    }

    static void add(RecordWriter.Components columns, int component, boolean value) {
        columns.addBits(component, value ? 1 : 0);
    }

    static void add(RecordWriter.Components columns, int component, byte value) {
        columns.addBits(component, value);
    }

    static void add(RecordWriter.Components columns, int component, short value) {
        columns.addBits(component, value);
    }

    static void add(RecordWriter.Components columns, int component, char value) {
        columns.addBits(component, value);
    }

    static void add(RecordWriter.Components columns, int component, int value) {
        columns.addBits(component, value);
    }

    static void add(RecordWriter.Components columns, int component, long value) {
        columns.addBits(component, value);
    }

    static void add(RecordWriter.Components columns, int component, float value) {
        columns.addBits(component, Float.floatToRawIntBits(value));
    }

    static void add(RecordWriter.Components columns, int component, double value) {
        columns.addBits(component, Double.doubleToRawLongBits(value));
    }

    @SuppressWarnings("NullAway") // null is a component like any other
    static Object valueAt(RecordReader.Components columns, int component, int row) {
        return columns.value(component, row);
    }

    static boolean booleanAt(RecordReader.Components columns, int component, int row) {
        return columns.bits(component, row) != 0;
    }

    static byte byteAt(RecordReader.Components columns, int component, int row) {
        return (byte) columns.bits(component, row);
    }

    static short shortAt(RecordReader.Components columns, int component, int row) {
        return (short) columns.bits(component, row);
    }

    static char charAt(RecordReader.Components columns, int component, int row) {
        return (char) columns.bits(component, row);
    }

    static int intAt(RecordReader.Components columns, int component, int row) {
        return (int) columns.bits(component, row);
    }

    static long longAt(RecordReader.Components columns, int component, int row) {
        return columns.bits(component, row);
    }

    static float floatAt(RecordReader.Components columns, int component, int row) {
        return Float.intBitsToFloat((int) columns.bits(component, row));
    }

    static double doubleAt(RecordReader.Components columns, int component, int row) {
        return Double.longBitsToDouble(columns.bits(component, row));
    }
}
