package org.lisle.executor.step;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The class data of one specialised step: its function, the step it hands records to, and what is the task's. A function without fields is the
 * same for all tasks and becomes a constant; one that captured something is another object in each task, of the same class, and is put in
 * before the chain runs.
 */
@SuppressWarnings("NullAway") // a step asks only for what it has
final class Link {
    private final @Nullable Object fixed;
    private final @Nullable HotStep next;
    private final Tail tail;
    private @Nullable Object bound;

    Link(@Nullable Object function, @Nullable HotStep next, Tail tail) {
        this.fixed = function != null && isStateless(function.getClass()) ? function : null;
        this.next = next;
        this.tail = tail;
    }

    /** The class data of the hidden class that asks. */
    static Link of(MethodHandles.Lookup lookup) {
        try {
            return MethodHandles.classData(lookup, "_", Link.class);
        } catch (IllegalAccessException e) {
            throw new LinkageError("a step without its class data", e);
        }
    }

    /** The function, when it is the same for all tasks; else null. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    <F> F fixed() {
        return (F) fixed;
    }

    /** The function of the task that runs. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    <F> F bound() {
        return (F) bound;
    }

    HotStep next() {
        return next;
    }

    Tail tail() {
        return tail;
    }

    void bind(@Nullable Object function) {
        bound = fixed == null ? function : null;
    }

    /** Whether all objects of the class are alike. */
    static boolean isStateless(Class<?> type) {
        for (Class<?> part = type; part != null && part != Object.class; part = part.getSuperclass()) {
            for (Field field : part.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    return false;
                }
            }
        }
        return true;
    }
}
