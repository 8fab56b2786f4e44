package org.lisle.executor.driver;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * Questions of tasks to the driver that outlast a driver: one that is not answered because the driver is away, or is answered by a driver
 * that another has replaced, is asked again, of the newest driver, until there is an answer. It ends with the executor, which waits for a
 * driver as long as its setting says. What a driver that is there answers with, a failure too, is the answer.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class DriverQuestions {
    private static final long AGAIN_MILLIS = 250;

    private final DriverLink driver;
    private final IntSupplier epoch;
    private final ScheduledExecutorService timer;

    /**
     * @param epoch of the newest driver that is known now
     * @param timer for asking again; nothing that blocks runs on it
     */
    public DriverQuestions(DriverLink driver, IntSupplier epoch, ScheduledExecutorService timer) {
        this.driver = driver;
        this.epoch = epoch;
        this.timer = timer;
    }

    /**
     * @param question makes the message for the driver of an epoch
     * @param answer the class of the message that answers it
     * @return fails with what the driver answered, or with CONNECTION_LOST when the executor has ended
     */
    public <T extends SpecificRecord> CompletableFuture<T> ask(
            IntFunction<? extends SpecificRecord> question, Class<T> answer) {
        var answered = new CompletableFuture<T>();
        ask(question, answer, answered);
        return answered;
    }

    private <T extends SpecificRecord> void ask(
            IntFunction<? extends SpecificRecord> question, Class<T> type, CompletableFuture<T> answered) {
        driver.request(question.apply(epoch.getAsInt())).whenComplete((answer, failure) -> {
            if (failure == null && answer != null && MessageEpoch.of(answer) >= epoch.getAsInt()) {
                complete(answered, type, answer);
            } else if (failure == null || passesWithAnotherDriver(failure)) {
                askLater(question, type, answered, failure);
            } else {
                answered.completeExceptionally(cause(failure));
            }
        });
    }

    private static <T> void complete(CompletableFuture<T> answered, Class<T> type, SpecificRecord answer) {
        if (type.isInstance(answer)) {
            answered.complete(type.cast(answer));
        } else {
            answered.completeExceptionally(new LisleException(
                    ErrorCode.PROTOCOL,
                    "the driver answered with a " + answer.getSchema().getName() + " where a " + type.getSimpleName()
                            + " was asked for",
                    ""));
        }
    }

    private <T extends SpecificRecord> void askLater(
            IntFunction<? extends SpecificRecord> question,
            Class<T> type,
            CompletableFuture<T> answered,
            @Nullable Throwable failure) {
        try {
            timer.schedule(() -> ask(question, type, answered), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            answered.completeExceptionally(new LisleException(
                    ErrorCode.CONNECTION_LOST, "the executor ended before its driver answered", "", failure));
        }
    }

    private static boolean passesWithAnotherDriver(Throwable failure) {
        return cause(failure) instanceof LisleException known
                && (known.code() == ErrorCode.CONNECTION_LOST || known.code() == ErrorCode.STALE_EPOCH);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
