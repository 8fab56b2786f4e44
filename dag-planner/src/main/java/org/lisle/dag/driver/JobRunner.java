package org.lisle.dag.driver;

import java.util.concurrent.CompletableFuture;
import org.lisle.dag.plan.PlannedJob;

/** Runs planned jobs; what the API's actions stand on. Thread-safe. */
public interface JobRunner {
    /**
     * Queues the job. The future completes when all its partitions have results, or fails with a {@code LisleException}; a task's failure
     * carries the user's own exception as cause where it could be sent.
     */
    CompletableFuture<Void> submit(PlannedJob job, ResultListener listener);

    /** Stops a job: its future fails with JOB_CANCELLED and the reason. Unknown or ended jobs are left alone. */
    void cancel(int jobId, String reason);

    /** Takes the results of a job's tasks, on the scheduler's thread: must be quick and not call back. */
    interface ResultListener {
        /**
         * One task's result, once for each task, in the order in which they end.
         *
         * @param partition that the task computed, or a slice of it if the job takes slices
         * @param task its number: the partition's for the whole of it
         * @param result the encoded value, see {@code org.lisle.core.codec}
         */
        void result(int partition, int task, byte[] result);
    }
}
