package org.lisle.dag.driver;

import java.util.concurrent.CompletableFuture;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.schedule.Event;

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
                state.jobs.add(job, listener, future);
                state.status.jobSubmitted(job);
                state.apply(new Event.JobSubmitted(job));
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
        loop.post(() -> state.apply(new Event.JobCancelled(
                jobId, new LisleException(ErrorCode.JOB_CANCELLED, "job " + jobId + " was cancelled: " + reason, ""))));
    }
}
