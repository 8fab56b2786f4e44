package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Looks for executors that want no tasks because their process nears its container's size, though none runs there any more: what fills them
 * is nothing that they could give back, mostly native memory of the program's libraries.
 *
 * <pre>
 *   refuses, nothing runs -- an interval --> reported
 *                         -- another one --> goes, and a larger container is asked for
 * </pre>
 */
final class RefusalWatch {
    /** Long enough for cached blocks to be written to disks, and for a collection of the heap, which is made once a minute. */
    private static final long LONGEST_INTERVAL_NANOS = 60_000_000_000L;

    private final boolean watches;
    private final long intervalNanos;
    private final ExecutorTracker executors;
    private final BiConsumer<ExecutorState, String> leave;
    private final CommandBuffer out;
    private long nextLookNanos = Long.MIN_VALUE;

    /** @param leave has an executor go away, for a reason */
    RefusalWatch(
            WatchConfig config, ExecutorTracker executors, BiConsumer<ExecutorState, String> leave, CommandBuffer out) {
        this.watches = config.intervalNanos() > 0 && config.replacesExecutors();
        this.intervalNanos = Math.min(LONGEST_INTERVAL_NANOS, config.intervalNanos());
        this.executors = executors;
        this.leave = leave;
        this.out = out;
    }

    void tick(long now) {
        if (!watches || now < nextLookNanos) {
            return;
        }
        nextLookNanos = now + intervalNanos / 8;
        List<ExecutorState> due = new ArrayList<>();
        for (ExecutorState executor : executors.all()) {
            boolean stands = executor.refuses
                    && !executor.leaving
                    && executor.attempts.stream().allMatch(attempt -> attempt.killed);
            if (!stands) {
                executor.refusesSinceNanos = -1;
                executor.refusalReported = false;
            } else if (executor.refusesSinceNanos < 0) {
                executor.refusesSinceNanos = now;
            } else if (now - executor.refusesSinceNanos >= intervalNanos) {
                due.add(executor);
            }
        }
        due.sort(Comparator.comparingInt(executor -> executor.order));
        due.forEach(executor -> act(executor, now));
    }

    private void act(ExecutorState executor, long now) {
        long stands = now - executor.refusesSinceNanos;
        String what = "nears its container's size, and has taken no task for " + stands / 1_000_000_000L
                + " s though it has nothing to do";
        if (stands >= 2 * intervalNanos) {
            out.add(new Command.ContainerTooSmall(executor.id, what));
            leave.accept(executor, "it " + what);
        } else if (!executor.refusalReported) {
            executor.refusalReported = true;
            out.add(new Command.Notice(executor + " " + what
                    + ": look for native memory of the program's libraries, or raise" + " lisle.executor.memory"));
        }
    }
}
