package org.lisle.dag.driver;

import java.util.concurrent.CompletableFuture;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.dag.plan.PlannedJob;

/** Jobs as posts to the loop. */
final class LoopJobRunner implements JobRunner {
    private final SchedulerLoop loop;
    private final DriverState state;

    LoopJobRunner(SchedulerLoop loop, DriverState state) {
        this.loop = loop;
        this.state = state;
    }

    @Override
    public CompletableFuture<Void> submit(PlannedJob job, ResultListener listener) {
        var future = new CompletableFuture<Void>();
        loop.post(new SchedulerLoop.Action() {
            @Override
            public void run() {
                state.submit(job, listener, future);
            }

            @Override
            public void dropped() {
                future.completeExceptionally(LoopServices.closed());
            }
        });
        return future;
    }

    @Override
    public void cancel(int jobId, String reason) {
        loop.post(() -> state.cancel(
                jobId, new LisleException(ErrorCode.JOB_CANCELLED, "job " + jobId + " was cancelled: " + reason, "")));
    }
}
