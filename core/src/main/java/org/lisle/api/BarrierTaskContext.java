package org.lisle.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * What a running task of a barrier stage knows, see {@link RddBarrier}: that all tasks of the stage run at the same time, and how to wait for
 * them. Thread-safe, but for one thread at a time in {@link #barrier()} and {@link #allGather}.
 *
 * <p>All tasks of the stage come to the same calls in the same order. Where they do not, the calls fail: with BARRIER_MISMATCH, which fails the
 * job, when some call {@link #barrier()} and some {@link #allGather}; with BARRIER_BROKEN, upon which the stage begins anew, when a task
 * has ended without a call that others wait in, or has not come to it within {@code lisle.barrier.sync.timeout}. A call of a task whose
 * stage attempt is over does not return.
 */
public abstract class BarrierTaskContext extends TaskContext {
    /**
     * The context of the task on this thread; null outside of tasks, as in the driver.
     *
     * @throws LisleException INVALID_ARGUMENT in a task of a stage that is no barrier stage
     */
    public static @Nullable BarrierTaskContext get() {
        TaskContext context = TaskContext.get();
        if (context == null || context instanceof BarrierTaskContext) {
            return (BarrierTaskContext) context;
        }
        throw new LisleException(
                ErrorCode.INVALID_ARGUMENT,
                "BarrierTaskContext.get() was called in a task of stage " + context.stageId()
                        + ", which is no barrier stage",
                "use it in functions of rdd.barrier().mapPartitions(...)");
    }

    /** Returns when every task of the stage has called it as often as this one. Cost: one message to the driver, and its answer. */
    public abstract void barrier();

    /**
     * Returns when every task of the stage has called it, with what each has said, by partition. Cost: one message to the driver, and
     * its answer; driver and task hold all messages, which may have 16 MiB together.
     *
     * @param message what this task says to the others
     */
    public abstract List<String> allGather(String message);

    /** The tasks of the stage, by partition. */
    public abstract List<BarrierTaskInfo> getTaskInfos();
}
