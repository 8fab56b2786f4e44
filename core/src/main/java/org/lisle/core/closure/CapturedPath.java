package org.lisle.core.closure;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the way from a function to the object that Java serialisation choked on, through the fields that serialisation follows and the
 * values that lambdas capture. Breadth first, so that the shortest way is named. Looks only: where a class of the JDK keeps its fields
 * closed, that branch is not followed.
 */
final class CapturedPath {
    private static final int MOST_OBJECTS = 100_000;

    private final Deque<Step> open = new ArrayDeque<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** An object, and the way that led to it. */
    private record Step(Object value, String path) {}

    private CapturedPath() {}

    /**
     * Such as {@code WordCountJob.helper -> Helper.connection (com.acme.PooledConnection)}; the text of the cause when the object cannot
     * be reached by looking.
     */
    static String find(Object root, IOException cause) {
        @Nullable String culprit = cause instanceof NotSerializableException ? cause.getMessage() : null;
        String path = culprit == null ? null : new CapturedPath().search(root, culprit);
        if (path != null) {
            return path;
        }
        return culprit == null ? String.valueOf(cause) : "an object of class " + culprit;
    }

    private @Nullable String search(Object root, String culprit) {
        if (!(root instanceof Serializable)) {
            return TypeNames.of(root) + ", which is not Serializable";
        }
        visit(root, "");
        for (Step step = open.poll(); step != null && seen.size() < MOST_OBJECTS; step = open.poll()) {
            Object value = step.value();
            if (!(value instanceof Serializable)) {
                if (value.getClass().getName().equals(culprit)) {
                    return withoutEnd(step.path(), " (" + TypeNames.of(value) + ")") + " (" + described(value) + ")";
                }
                continue;
            }
            expand(value, step.path());
        }
        return null;
    }

    /** The last step may have named the object's class already. */
    private static String withoutEnd(String path, String end) {
        return path.endsWith(end) ? path.substring(0, path.length() - end.length()) : path;
    }

    private static String described(Object value) {
        Class<?> type = value.getClass();
        return TypeNames.isLambda(type) ? TypeNames.of(value) + " that is not Serializable" : type.getTypeName();
    }

    private void visit(@Nullable Object value, String path) {
        if (value != null && seen.add(value)) {
            open.add(new Step(value, path));
        }
    }

    private void expand(Object value, String path) {
        if (value instanceof Object[] elements) {
            for (int i = 0; i < elements.length; i++) {
                visit(elements[i], path + "[" + i + "]");
            }
        } else if (value instanceof Collection<?> elements && isOfJdk(value.getClass())) {
            int i = 0;
            for (Object element : elements) {
                visit(element, path + "[" + i++ + "]");
            }
        } else if (value instanceof Map<?, ?> entries && isOfJdk(value.getClass())) {
            entries.forEach((key, mapped) -> {
                visit(key, path + "[key " + brief(key) + "]");
                visit(mapped, path + "[" + brief(key) + "]");
            });
        } else {
            Object replacement = replacement(value);
            if (replacement instanceof SerializedLambda lambda) {
                expandLambda(lambda, path);
            } else if (replacement != null && replacement != value) {
                visit(replacement, path);
            } else {
                expandFields(value, path);
            }
        }
    }

    private void expandLambda(SerializedLambda lambda, String path) {
        String home = "lambda in " + TypeNames.withoutPackage(lambda.getCapturingClass());
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            Object argument = lambda.getCapturedArg(i);
            if (argument != null) {
                String what = i == 0 && lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic
                        ? "captures its surrounding object"
                        : "captures argument " + (i + 1);
                visit(argument, joined(path, home + " " + what + " (" + TypeNames.of(argument) + ")"));
            }
        }
    }

    private void expandFields(Object value, String path) {
        for (Class<?> type = value.getClass();
                type != null && Serializable.class.isAssignableFrom(type);
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                if (Modifier.isStatic(modifiers)
                        || Modifier.isTransient(modifiers)
                        || field.getType().isPrimitive()) {
                    continue;
                }
                if (makeReadable(field)) {
                    visit(read(field, value), joined(path, fieldName(type, field)));
                }
            }
        }
    }

    /** {@code Helper.connection}; the reference to the object around an inner class is said in words. */
    private static String fieldName(Class<?> type, Field field) {
        return field.getName().startsWith("this$")
                ? TypeNames.simple(type) + " captures its surrounding object (" + TypeNames.simple(field.getType())
                        + ")"
                : TypeNames.simple(type) + "." + field.getName().replaceFirst("^val\\$", "");
    }

    private static String joined(String path, String step) {
        return path.isEmpty() ? step : path + " -> " + step;
    }

    private static boolean makeReadable(Field field) {
        try {
            field.setAccessible(true);
            return true;
        } catch (InaccessibleObjectException e) {
            return false;
        }
    }

    private static @Nullable Object read(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the field was made readable before", e);
        }
    }

    /** What the object would be written as; null when it is written as itself. */
    private static @Nullable Object replacement(Object value) {
        Class<?> type = value.getClass();
        while (type != null) {
            try {
                Method method = type.getDeclaredMethod("writeReplace");
                method.setAccessible(true);
                return method.invoke(value);
            } catch (NoSuchMethodException inAncestorPerhaps) {
                type = type.getSuperclass();
            } catch (ReflectiveOperationException | InaccessibleObjectException e) {
                return null;
            }
        }
        return null;
    }

    private static boolean isOfJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static String brief(@Nullable Object key) {
        String text = key instanceof String || key instanceof Number ? key.toString() : "...";
        return text.length() > 30 ? text.substring(0, 30) + "..." : text;
    }
}
