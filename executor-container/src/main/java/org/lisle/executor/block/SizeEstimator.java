package org.lisle.executor.block;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Guesses what objects take on the heap, by walking their fields. Layout: 16 bytes a header, 4 a reference, 8-byte alignment, which is a
 * 64-bit JVM below 32 GiB. The JDK's own classes cannot be looked into: strings, boxes and collections are known by their shape, others
 * count a fixed sum. Of large arrays and collections a sample is measured. Confined to one thread.
 */
final class SizeEstimator {
    private static final int HEADER = 16;
    private static final int REFERENCE = 4;
    private static final int UNKNOWN = 64;
    private static final int ENTRY = 48;
    private static final int SAMPLE = 64;
    private static final int MOST_VISITED = 10_000;

    private static final ClassValue<List<Field>> REFERENCES = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            return references(type);
        }
    };

    private static final ClassValue<Long> SHALLOW = new ClassValue<>() {
        @Override
        protected Long computeValue(Class<?> type) {
            return shallow(type);
        }
    };

    private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayDeque<Object> pending = new ArrayDeque<>();

    /** Bytes of an object and all it refers to; 0 for null. */
    long estimate(@Nullable Object root) {
        visited.clear();
        pending.clear();
        push(root);
        long bytes = 0;
        while (!pending.isEmpty() && visited.size() < MOST_VISITED) {
            bytes += sizeOf(pending.remove());
        }
        return bytes;
    }

    private void push(@Nullable Object value) {
        if (value != null && visited.add(value)) {
            pending.add(value);
        }
    }

    private long sizeOf(Object value) {
        if (value instanceof String text) {
            return 24 + align(HEADER + (long) text.length());
        }
        Class<?> type = value.getClass();
        if (type.isArray()) {
            return sizeOfArray(value, type.getComponentType());
        }
        if (value instanceof Number && type.getName().startsWith("java.lang.")) {
            return value instanceof Long || value instanceof Double ? 24 : HEADER;
        }
        if (value instanceof Enum || value instanceof Class) {
            return 0;
        }
        if (value instanceof Collection<?> collection && isOfJdk(type)) {
            return UNKNOWN + sampled(collection, collection.size(), value instanceof java.util.Set ? ENTRY : REFERENCE);
        }
        if (value instanceof Map<?, ?> map && isOfJdk(type)) {
            return UNKNOWN + sampled(map.keySet(), map.size(), ENTRY) + sampled(map.values(), map.size(), 0);
        }
        if (isOfJdk(type)) {
            return UNKNOWN;
        }
        for (Field field : REFERENCES.get(type)) {
            push(read(field, value));
        }
        return SHALLOW.get(type);
    }

    private long sizeOfArray(Object array, Class<?> component) {
        if (array instanceof Object[] objects) {
            return align(HEADER + (long) REFERENCE * objects.length)
                    + sampled(Arrays.asList(objects), objects.length, 0);
        }
        return align(HEADER + (long) widthOf(component) * java.lang.reflect.Array.getLength(array));
    }

    /** The elements of a small collection are walked with the rest; a large one's are measured by a sample, each on its own. */
    private long sampled(Iterable<?> elements, int count, int overheadEach) {
        long overhead = (long) overheadEach * count;
        if (count <= SAMPLE) {
            elements.forEach(this::push);
            return overhead;
        }
        // Spread over the whole, so that a sorted collection's first elements do not speak for all.
        int step = count / SAMPLE;
        int index = 0;
        int measured = 0;
        long bytes = 0;
        SizeEstimator inner = new SizeEstimator();
        for (Object element : elements) {
            if (index++ % step == 0) {
                bytes += inner.estimate(element);
                if (++measured == SAMPLE) {
                    break;
                }
            }
        }
        return overhead + bytes * count / Math.max(1, measured);
    }

    private static @Nullable Object read(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a field that was made accessible is not: " + field, e);
        }
    }

    private static boolean isOfJdk(Class<?> type) {
        return type.getClassLoader() == null || type.getName().startsWith("java.");
    }

    private static List<Field> references(Class<?> type) {
        List<Field> references = new ArrayList<>();
        for (Field field : fields(type)) {
            if (!field.getType().isPrimitive() && makeAccessible(field)) {
                references.add(field);
            }
        }
        return references;
    }

    private static boolean makeAccessible(Field field) {
        try {
            field.setAccessible(true);
            return true;
        } catch (InaccessibleObjectException | SecurityException e) {
            // Its content is not counted; the estimate is a guess anyway.
            return false;
        }
    }

    private static long shallow(Class<?> type) {
        long bytes = HEADER;
        for (Field field : fields(type)) {
            bytes += widthOf(field.getType());
        }
        return align(bytes - 4);
    }

    private static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    private static int widthOf(Class<?> type) {
        if (type == long.class || type == double.class) {
            return 8;
        }
        if (type == byte.class || type == boolean.class) {
            return 1;
        }
        return type == short.class || type == char.class ? 2 : 4;
    }

    private static long align(long bytes) {
        return (bytes + 7) & ~7L;
    }
}
