package org.lisle.executor;

import java.util.concurrent.ExecutionException;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.AskCommit;
import org.lisle.core.message.CommitDecision;
import org.lisle.executor.driver.DriverQuestions;
import org.lisle.executor.scope.CommitGate;

/** Asks the driver; while there is none the task waits. Thread-safe. */
final class DriverCommitGate implements CommitGate {
    private final String executor;
    private final DriverQuestions driver;

    DriverCommitGate(String executor, DriverQuestions driver) {
        this.executor = executor;
        this.driver = driver;
    }

    @Override
    public boolean mayCommit(long taskId, int stageId, int partition) throws InterruptedException {
        try {
            return driver.ask(epoch -> new AskCommit(executor, epoch, taskId, stageId, partition), CommitDecision.class)
                    .get()
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
