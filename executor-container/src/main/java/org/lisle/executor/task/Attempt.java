package org.lisle.executor.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.lisle.core.message.BarrierStage;
import org.lisle.core.message.TaskDefinition;
import org.lisle.core.message.TaskMetrics;
import org.lisle.executor.badrecord.BadRecords;
import org.lisle.executor.memory.TaskMemory;
import org.lisle.executor.scope.Counter;
import org.lisle.executor.scope.KillSwitch;
import org.lisle.executor.scope.TaskCounters;
import org.lisle.executor.scope.TaskIdentity;

/** One attempt of a task from its arrival to its end. Its thread is interrupted only while it works for this attempt. Thread-safe. */
public final class Attempt {
    private final KnownStage stage;
    private final TaskDefinition task;
    private final @Nullable BarrierStage barrier;
    private final TaskIdentity identity;
    private final KillSwitch killSwitch = new KillSwitch();
    private final TaskCounters counters = new TaskCounters();
    private volatile @Nullable TaskMemory memory;

    @GuardedBy("this")
    private @Nullable Thread thread;

    @GuardedBy("this")
    private long cpuNanosAtBegin;

    /** @param barrier where the other tasks of its barrier stage run; null when it is of no such stage */
    Attempt(KnownStage stage, TaskDefinition task, @Nullable BarrierStage barrier) {
        this.barrier = barrier;
        this.stage = stage;
        this.task = task;
        this.identity = new TaskIdentity(task.getTaskId(), task.getStageId(), task.getPartition(), task.getAttempt());
    }

    public TaskIdentity identity() {
        return identity;
    }

    public TaskCounters counters() {
        return counters;
    }

    /** The most memory it has held by now. */
    public long peakMemoryBytes() {
        TaskMemory known = memory;
        return known == null ? 0 : known.peak();
    }

    /** What it has done by now; its processor time too, which is counted for good at its end only. */
    public TaskMetrics metricsNow() {
        TaskMetrics metrics = counters.snapshot(peakMemoryBytes());
        return metrics.getCpuNanos() != 0
                ? metrics
                : TaskMetrics.newBuilder(metrics).setCpuNanos(cpuNanosNow()).build();
    }

    private synchronized long cpuNanosNow() {
        Thread working = thread;
        return working == null ? 0 : Math.max(0, TaskClock.cpuNanosOf(working) - cpuNanosAtBegin);
    }

    /** Where its thread is, the innermost call first; empty while none works for it. */
    public synchronized StackTraceElement[] stack() {
        Thread working = thread;
        return working == null ? new StackTraceElement[0] : working.getStackTrace();
    }

    @Nullable
    BarrierStage barrier() {
        return barrier;
    }

    KnownStage stage() {
        return stage;
    }

    /** Takes this attempt's bad records; null when those fail it. */
    @Nullable
    BadRecords badRecords() {
        BadRecords.Rules rules = stage.badRecords();
        return rules == null
                ? null
                : new BadRecords(
                        rules,
                        identity.taskId(),
                        identity.toString(),
                        killSwitch::isKilled,
                        more -> counters.add(Counter.BAD_RECORDS, more));
    }

    TaskDefinition task() {
        return task;
    }

    KillSwitch killSwitch() {
        return killSwitch;
    }

    void remember(TaskMemory taskMemory) {
        memory = taskMemory;
    }

    synchronized void begin() {
        thread = Thread.currentThread();
        cpuNanosAtBegin = TaskClock.cpuNanosOf(Thread.currentThread());
    }

    /** After this no kill interrupts the thread any more; an interruption that came is forgotten. */
    synchronized void end() {
        thread = null;
        Thread.interrupted();
    }

    synchronized void kill(String reason) {
        killSwitch.kill(reason);
        if (thread != null) {
            thread.interrupt();
        }
    }
}
