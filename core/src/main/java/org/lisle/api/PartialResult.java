package org.lisle.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * What was known when a time was over, and what will be known when the job has ended. Thread-safe.
 *
 * @param <R> the result, with its bounds
 */
public final class PartialResult<R> {
    private final R initialValue;
    private final boolean isFinal;
    private final CompletableFuture<R> finalValue;

    /** @param finalValue completes with the job; when {@code isFinal}, it has */
    public PartialResult(R initialValue, boolean isFinal, CompletableFuture<R> finalValue) {
        this.initialValue = initialValue;
        this.isFinal = isFinal;
        this.finalValue = finalValue;
    }

    /** What was known when the time was over. */
    public R initialValue() {
        return initialValue;
    }

    /** Whether the job had ended by then. */
    public boolean isInitialValueFinal() {
        return isFinal;
    }

    /** Waits for the job's end; fails as the job did, and with JOB_CANCELLED when the thread is interrupted. */
    public R getFinalValue() {
        try {
            return finalValue.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LisleException(ErrorCode.JOB_CANCELLED, "interrupted while the job was waited for", "", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw failure(e);
        }
    }

    /** Calls the handler with the final value: at once when it is there, else later on another thread. Returns this. */
    public PartialResult<R> onComplete(Consumer<R> handler) {
        finalValue.thenAccept(handler);
        return this;
    }

    /** Calls the handler when the job fails: at once when it has, else later on another thread. */
    public void onFail(Consumer<Exception> handler) {
        finalValue.whenComplete((value, failure) -> {
            if (failure != null) {
                handler.accept(failure(failure));
            }
        });
    }

    /** The same through a function, which is applied once to each of the two values. */
    public <T> PartialResult<T> map(Function<R, T> function) {
        return new PartialResult<>(function.apply(initialValue), isFinal, finalValue.thenApply(function));
    }

    private static LisleException failure(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException || failure instanceof java.util.concurrent.ExecutionException
                        ? failure.getCause()
                        : failure;
        return cause instanceof LisleException known
                ? known
                : new LisleException(ErrorCode.USER_CODE_FAILED, "a job failed: " + cause, "", cause);
    }

    @Override
    public String toString() {
        return (isFinal ? "(final: " : "(partial: ") + initialValue + ")";
    }
}
