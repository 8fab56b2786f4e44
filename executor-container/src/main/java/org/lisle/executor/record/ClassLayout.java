package org.lisle.executor.record;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * What the objects of a class take on the heap, by the rules of HotSpot with compressed pointers: a header of 12 bytes, fields of their
 * size, all rounded up to 8.
 *
 * @param shallowBytes of the object itself
 * @param readable fields with references that may be followed
 * @param hidden number of fields with references into which reflection is not let
 */
record ClassLayout(long shallowBytes, List<Field> readable, int hidden) {
    private static final int HEADER_BYTES = 12;
    private static final int REFERENCE_BYTES = 4;

    private static final ClassValue<ClassLayout> LAYOUTS = new ClassValue<>() {
        @Override
        protected ClassLayout computeValue(Class<?> type) {
            return inspect(type);
        }
    };

    static ClassLayout of(Class<?> type) {
        return LAYOUTS.get(type);
    }

    private static ClassLayout inspect(Class<?> type) {
        long bytes = HEADER_BYTES;
        List<Field> readable = new ArrayList<>();
        int hidden = 0;
        for (Class<?> part = type; part != null && part != Object.class; part = part.getSuperclass()) {
            for (Field field : part.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                bytes += fieldBytes(field.getType());
                if (field.getType().isPrimitive()) {
                    continue;
                }
                if (field.trySetAccessible()) {
                    readable.add(field);
                } else {
                    hidden++;
                }
            }
        }
        return new ClassLayout(ObjectSizes.align(bytes), List.copyOf(readable), hidden);
    }

    static int fieldBytes(Class<?> type) {
        if (type == long.class || type == double.class) {
            return 8;
        }
        if (type == int.class || type == float.class) {
            return 4;
        }
        if (type == short.class || type == char.class) {
            return 2;
        }
        return type.isPrimitive() ? 1 : REFERENCE_BYTES;
    }
}
