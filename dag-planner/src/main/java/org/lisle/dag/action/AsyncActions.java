package org.lisle.dag.action;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.lisle.api.FutureAction;
import org.lisle.core.operator.CallSite;

/** Runs actions on threads of their own, each with the local properties of the thread that asked. Thread-safe. */
public final class AsyncActions {
    /** The local property that names the action a job belongs to. */
    static final String ACTION = "lisle.internal.action";

    private final Actions actions;
    private final BiConsumer<String, String> setProperty;
    private final AtomicLong next = new AtomicLong();

    /** @param setProperty sets a local property of the calling thread */
    public AsyncActions(Actions actions, BiConsumer<String, String> setProperty) {
        this.actions = actions;
        this.setProperty = setProperty;
    }

    public <T> FutureAction<T> start(CallSite site, Supplier<T> action) {
        String id = Long.toString(next.getAndIncrement());
        List<Integer> jobs = actions.follow(id);
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> run(id, action, result), "lisle-action " + id + " " + site.operation());
        thread.setDaemon(true);
        thread.start();
        return new Running<>(result, jobs, () -> {
            thread.interrupt();
            actions.cancelWhere(ACTION, id, site + " was cancelled");
        });
    }

    private <T> void run(String id, Supplier<T> action, CompletableFuture<T> result) {
        setProperty.accept(ACTION, id);
        try {
            result.complete(action.get());
        } catch (Throwable failure) {
            result.completeExceptionally(failure);
        } finally {
            actions.followNoMore(id);
        }
    }

    private record Running<T>(CompletableFuture<T> result, List<Integer> jobIds, Runnable stop)
            implements FutureAction<T> {
        /** First the result, so that nobody sees the jobs' failures. */
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = result.cancel(true);
            if (cancelled) {
                stop.run();
            }
            return cancelled;
        }

        @Override
        public boolean isCancelled() {
            return result.isCancelled();
        }

        @Override
        public boolean isDone() {
            return result.isDone();
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            return result.get();
        }

        @Override
        public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
            return result.get(timeout, unit);
        }

        @Override
        public List<Integer> jobIds() {
            return List.copyOf(jobIds);
        }
    }
}
