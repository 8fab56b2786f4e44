package org.lisle.executor.task;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lisle.core.closure.Handle;

/**
 * Proves by the shape of classes that nothing can change an object or anything it refers to: all fields are final, of all that they hold too,
 * and at the ends are strings, boxed primitives, enums and classes. Arrays, collections other than the JDK's immutable lists, other classes of
 * the JDK, and what is bound to a task ({@link Handle}) are no proof, whatever is in them. One instance for one proof, on one thread.
 */
final class Immutability {
    private static final int MOST_OBJECTS = 1_000;
    private static final Set<Class<?>> LEAVES = Set.of(
            String.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Character.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            Class.class);

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> open = new ArrayDeque<>();

    static boolean isProven(Object root) {
        return new Immutability().proves(root);
    }

    private boolean proves(Object root) {
        add(root);
        while (!open.isEmpty()) {
            if (seen.size() > MOST_OBJECTS || !isShallowlyProven(open.pop())) {
                return false;
            }
        }
        return true;
    }

    private void add(@Nullable Object value) {
        if (value != null && !LEAVES.contains(value.getClass()) && !(value instanceof Enum<?>) && seen.add(value)) {
            open.push(value);
        }
    }

    /** Whether the object itself cannot change; what it refers to is opened. */
    private boolean isShallowlyProven(Object value) {
        Class<?> type = value.getClass();
        if (type.getName().startsWith("java.util.ImmutableCollections$List")) {
            ((List<?>) value).forEach(this::add);
            return true;
        }
        if (value instanceof Handle || type.isArray() || type.getName().startsWith("java.")) {
            return false;
        }
        for (Class<?> part = type; part != Object.class; part = part.getSuperclass()) {
            for (Field field : part.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !isProven(field, value)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isProven(Field field, Object owner) {
        if (!Modifier.isFinal(field.getModifiers())) {
            return false;
        }
        if (field.getType().isPrimitive()) {
            return true;
        }
        if (!field.trySetAccessible()) {
            return false;
        }
        try {
            add(field.get(owner));
            return true;
        } catch (IllegalAccessException e) {
            return false;
        }
    }
}
