package org.lisle.api;

import org.jspecify.annotations.Nullable;
import org.lisle.core.closure.Handle;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * A value that tasks add to and the driver reads (Spark's AccumulatorV2).
 *
 * <p>The driver's object is registered with the context, captured by functions, and serialised as an empty copy of itself. Each task gets
 * its own copy and adds to it; when the task succeeds, the driver merges the copy into its object, once for each partition. In a task,
 * {@link #value()} is what this task added so far.
 *
 * <p>To make another kind, extend this with a class that is serialisable; {@link #add}, {@link #merge} and {@link #reset} are called from
 * one thread at a time.
 *
 * @param <IN> what is added
 * @param <OUT> what is read
 */
public abstract class Accumulator<IN, OUT> implements Handle {
    private static final long serialVersionUID = 1L;

    private static final long UNREGISTERED = -1;

    private long id = UNREGISTERED;
    private @Nullable String name;
    private boolean ofTask;

    /** Unique in the application; given when the accumulator is registered. */
    public final long id() {
        requireRegistered();
        return id;
    }

    /** The name it was registered with; null without one. */
    public final @Nullable String name() {
        return name;
    }

    public final boolean isRegistered() {
        return id != UNREGISTERED;
    }

    /** Whether this is a task's own copy. */
    public final boolean isOfTask() {
        return ofTask;
    }

    /** Makes this known under an id; called by the context, once. */
    final void register(long id, @Nullable String name) {
        if (isRegistered()) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT, this + " is registered already", "make another one for another use");
        }
        this.id = id;
        this.name = name;
    }

    /** Whether nothing was added: merging this would change nothing. */
    public abstract boolean isZero();

    /** An independent accumulator with the same value. */
    public abstract Accumulator<IN, OUT> copy();

    /** An independent accumulator to which nothing was added. */
    public Accumulator<IN, OUT> copyAndReset() {
        Accumulator<IN, OUT> copy = copy();
        copy.reset();
        return copy;
    }

    /** Forgets what was added. */
    public abstract void reset();

    public abstract void add(IN value);

    /** Adds what was added to the other one, which is of the same class and stays as it is. */
    public abstract void merge(Accumulator<IN, OUT> other);

    public abstract OUT value();

    /** For Java serialisation: the driver's object becomes a task's empty copy; a task's copy, which travels back, stays as it is. */
    protected final Object writeReplace() {
        if (ofTask) {
            return this;
        }
        requireRegistered();
        Accumulator<IN, OUT> zero = copyAndReset();
        if (!zero.isZero()) {
            throw new IllegalStateException(
                    "copyAndReset of " + getClass().getName() + " must give a copy whose isZero is true");
        }
        zero.id = id;
        zero.name = name;
        zero.ofTask = true;
        return zero;
    }

    private void requireRegistered() {
        if (!isRegistered()) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "an accumulator of class " + getClass().getSimpleName() + " is used before it is registered",
                    "make it with the context's longAccumulator, doubleAccumulator or collectionAccumulator, or call register");
        }
    }

    @Override
    public final String toString() {
        String text = isRegistered() ? "accumulator " + id : "unregistered accumulator";
        return (name == null ? text : text + " (" + name + ")") + ": " + value();
    }
}
