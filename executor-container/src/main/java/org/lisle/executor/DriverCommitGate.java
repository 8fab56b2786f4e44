package org.lisle.executor;

import java.util.concurrent.ExecutionException;
import java.util.function.IntSupplier;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.AskCommit;
import org.lisle.core.message.CommitDecision;
import org.lisle.executor.driver.DriverLink;
import org.lisle.executor.scope.CommitGate;

/** Asks the driver over its link. Thread-safe. */
final class DriverCommitGate implements CommitGate {
    private final String executor;
    private final DriverLink driver;
    private final IntSupplier epoch;

    DriverCommitGate(String executor, DriverLink driver, IntSupplier epoch) {
        this.executor = executor;
        this.driver = driver;
        this.epoch = epoch;
    }

    @Override
    public boolean mayCommit(long taskId, int stageId, int partition) throws InterruptedException {
        var question = new AskCommit(executor, epoch.getAsInt(), taskId, stageId, partition);
        try {
            return ((CommitDecision)
                            driver.request(question).toCompletableFuture().get())
                    .getAllowed();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LisleException known) {
                throw known;
            }
            throw new LisleException(
                    ErrorCode.CONNECTION_LOST,
                    "the driver did not say whether task " + taskId + " may commit",
                    "the task is tried again",
                    e.getCause());
        }
    }
}
