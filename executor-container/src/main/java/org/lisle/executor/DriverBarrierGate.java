package org.lisle.executor;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.BarrierSync;
import org.lisle.core.message.BarrierSynced;
import org.lisle.executor.driver.DriverQuestions;
import org.lisle.executor.scope.BarrierGate;

/** Asks the driver, which answers when all have asked. Thread-safe. */
final class DriverBarrierGate implements BarrierGate {
    private final String executor;
    private final DriverQuestions driver;

    DriverBarrierGate(String executor, DriverQuestions driver) {
        this.executor = executor;
        this.driver = driver;
    }

    @Override
    public List<String> pass(long taskId, int round, boolean gathers, String message) throws InterruptedException {
        try {
            return driver.ask(
                            epoch -> new BarrierSync(executor, epoch, taskId, round, gathers, message),
                            BarrierSynced.class)
                    .get()
                    .getMessages();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LisleException known) {
                throw known;
            }
            throw new LisleException(
                    ErrorCode.CONNECTION_LOST,
                    "the driver did not say whether the other tasks of the barrier stage have come",
                    "the stage begins anew",
                    e.getCause());
        }
    }
}
