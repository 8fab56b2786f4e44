package org.lisle.executor.record;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Broadcast;
import org.lisle.core.closure.Handle;

/**
 * Estimates of what values take on the heap, with everything they refer to. Strings, boxed values and arrays of primitives are exact; of
 * collections and arrays of objects some elements are looked at; of other objects the fields are followed, a bounded number of them. An
 * object that several values share counts for each. Stateless.
 */
public final class ObjectSizes {
    private static final int SAMPLE = 24;
    private static final int MOST_OBJECTS = 300;
    private static final int HIDDEN_REFERENCE_BYTES = 48;
    private static final int COLLECTION_BYTES = 56;
    private static final int ELEMENT_BYTES = 6;
    private static final int SET_ELEMENT_BYTES = 40;

    private ObjectSizes() {}

    static long align(long bytes) {
        return (bytes + 7) & ~7L;
    }

    /** The bytes of a value that is cheap to measure and does not change; -1 for any other. */
    static long ofSimple(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        if (value instanceof String text) {
            return 40 + align(text.length());
        }
        if (isFixed(value)) {
            return value instanceof Long || value instanceof Double ? 24 : 16;
        }
        return value instanceof byte[] bytes ? 16 + align(bytes.length) : -1;
    }

    /** Whether all values of this value's class take the same room: merging values into it does not make it grow. */
    public static boolean isFixed(@Nullable Object value) {
        return value == null
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof Float
                || value instanceof Short
                || value instanceof Byte
                || value instanceof Character
                || value instanceof Enum<?>;
    }

    /** Bytes of the value. */
    public static long of(@Nullable Object value) {
        return new Walk().measure(value, 0);
    }

    /** One measurement; counts the objects it looks at. */
    private static final class Walk {
        private static final int MOST_DEPTH = 12;

        private int objects;

        long measure(@Nullable Object value, int depth) {
            long simple = ofSimple(value);
            if (value == null || simple >= 0) {
                return Math.max(simple, 0);
            }
            if (isShared(value)) {
                return 0;
            }
            if (++objects > MOST_OBJECTS || depth > MOST_DEPTH) {
                return HIDDEN_REFERENCE_BYTES;
            }
            if (value instanceof List<?> list && value instanceof RandomAccess) {
                return COLLECTION_BYTES + ofList(list, depth);
            }
            if (value instanceof Collection<?> collection) {
                int each = value instanceof List<?> ? ELEMENT_BYTES : SET_ELEMENT_BYTES;
                return COLLECTION_BYTES + scaled(collection, collection.size(), each, depth);
            }
            if (value instanceof Map<?, ?> map) {
                return COLLECTION_BYTES + ofMap(map, depth);
            }
            return value.getClass().isArray() ? ofArray(value, depth) : ofFields(value, depth);
        }

        private long ofFields(Object value, int depth) {
            ClassLayout layout = ClassLayout.of(value.getClass());
            long bytes = layout.shallowBytes() + (long) layout.hidden() * HIDDEN_REFERENCE_BYTES;
            for (Field field : layout.readable()) {
                try {
                    bytes += measure(field.get(value), depth + 1);
                } catch (IllegalAccessException e) {
                    bytes += HIDDEN_REFERENCE_BYTES;
                }
            }
            return bytes;
        }

        private long ofArray(Object array, int depth) {
            int length = Array.getLength(array);
            Class<?> element = array.getClass().getComponentType();
            long bytes = 16 + align((long) length * ClassLayout.fieldBytes(element));
            if (element.isPrimitive() || length == 0) {
                return bytes;
            }
            Object[] elements = (Object[]) array;
            int step = Math.max(1, length / SAMPLE);
            long sum = 0;
            int looked = 0;
            for (int i = 0; i < length; i += step) {
                sum += measure(elements[i], depth + 1);
                looked++;
            }
            return bytes + sum * length / looked;
        }

        /** Elements from all of the list, so that the first of a sorted one do not speak for all. */
        private long ofList(List<?> list, int depth) {
            int size = list.size();
            int step = Math.max(1, size / SAMPLE);
            long sum = 0;
            int looked = 0;
            for (int i = 0; i < size; i += step) {
                sum += measure(list.get(i), depth + 1);
                looked++;
            }
            return looked == 0 ? 0 : (sum / looked + ELEMENT_BYTES) * size;
        }

        private long ofMap(Map<?, ?> map, int depth) {
            long sum = 0;
            int looked = 0;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                sum += measure(entry.getKey(), depth + 1) + measure(entry.getValue(), depth + 1);
                if (++looked == SAMPLE) {
                    break;
                }
            }
            return looked == 0 ? 0 : (sum / looked + SET_ELEMENT_BYTES) * map.size();
        }

        private long scaled(Iterable<?> elements, int size, int each, int depth) {
            long sum = 0;
            int looked = 0;
            for (Object element : elements) {
                sum += measure(element, depth + 1);
                if (++looked == SAMPLE) {
                    break;
                }
            }
            return looked == 0 ? 0 : (sum / looked + each) * size;
        }

        /** What no record owns. */
        private static boolean isShared(Object value) {
            return value instanceof Class<?>
                    || value instanceof OnDisk
                    || value instanceof Broadcast<?>
                    || value instanceof Handle
                    || value instanceof ClassLoader
                    || value instanceof Thread;
        }
    }
}
