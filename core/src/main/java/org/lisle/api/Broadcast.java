package org.lisle.api;

import java.io.Serializable;
import org.lisle.core.closure.Handle;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * A value that is sent to each executor once and kept there, instead of with every function that uses it. Made by
 * {@code LisleContext.broadcast}. Functions capture this and call {@link #value()}; the value must not be changed.
 *
 * <p>Serialised, a broadcast is its {@link Reference}; executors read it as their own broadcast. Thread-safe.
 */
public abstract class Broadcast<T> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient Reference reference;
    private transient volatile boolean destroyed;

    protected Broadcast(Reference reference) {
        this.reference = reference;
    }

    /**
     * What stands for a broadcast in serialised functions.
     *
     * @param id unique in the application
     * @param pieces number of the blocks {@code broadcast_{id}_{piece}} that hold the value, as BroadcastEncoding in {@code
     *     org.lisle.core.codec} says
     * @param bytes length of all pieces together
     */
    public record Reference(long id, int pieces, long bytes) implements Handle {}

    public final long id() {
        return reference.id();
    }

    public final Reference reference() {
        return reference;
    }

    /**
     * The value; in an executor the first call fetches it.
     *
     * @throws LisleException INVALID_ARGUMENT after {@link #destroy()}
     */
    public final T value() {
        requireAlive();
        return load();
    }

    /** Drops the copies in executors; they fetch it again when it is used again. Does nothing in an executor. */
    public final void unpersist() {
        requireAlive();
        dropCopies();
    }

    /**
     * As {@link #unpersist()}.
     *
     * @param blocking without effect: executors are told at once, and nothing that a program can see depends on when they have done it
     */
    public final void unpersist(boolean blocking) {
        unpersist();
    }

    /** Drops the value everywhere. It cannot be used any more, nor functions that captured it. In an executor, only this copy is done with. */
    public final void destroy() {
        if (!destroyed) {
            dropAll();
            destroyed = true;
        }
    }

    protected abstract T load();

    protected abstract void dropCopies();

    protected abstract void dropAll();

    /** For Java serialisation. */
    protected final Object writeReplace() {
        requireAlive();
        return reference;
    }

    private void requireAlive() {
        if (destroyed) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    this + " was destroyed and cannot be used any more",
                    "call destroy only after the last action that needs it, or unpersist to free executors' memory");
        }
    }

    @Override
    public final String toString() {
        return "broadcast " + id();
    }
}
