package org.lisle.dag.lineage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value computed once, when first asked for, by the thread that asks first; others wait for it. A failure is told to all who wait and
 * forgotten: the next who asks tries again. No lock is held while computing, which may run jobs or ask a file system.
 */
public final class Memo<T> implements Supplier<T> {
    private final Supplier<T> computation;
    private final AtomicReference<@Nullable CompletableFuture<T>> state = new AtomicReference<>();

    public Memo(Supplier<T> computation) {
        this.computation = computation;
    }

    /** A value that is known already. */
    public static <T> Memo<T> of(T value) {
        return new Memo<>(() -> value);
    }

    @Override
    public T get() {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> theirs = state.compareAndExchange(null, mine);
        return theirs == null ? compute(mine) : await(theirs);
    }

    /** Whether the value is there, so that {@link #get} returns at once. */
    public boolean known() {
        CompletableFuture<T> current = state.get();
        return current != null && current.isDone() && !current.isCompletedExceptionally();
    }

    private T compute(CompletableFuture<T> mine) {
        try {
            T value = computation.get();
            mine.complete(value);
            return value;
        } catch (RuntimeException | Error e) {
            state.compareAndSet(mine, null);
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private static <T> T await(CompletableFuture<T> theirs) {
        try {
            return theirs.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
