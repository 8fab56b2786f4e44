package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Looks for tasks that do not come on, and for such as do not end though they were told to.
 *
 * <pre>
 *   runs -- one interval without progress --> reported, its stack is asked for
 *        -- another one --------------------> a failure: told to end, tried again elsewhere; or reported again where that may do harm
 *   told to end -- an interval later still there --> its executor gets no more tasks, and goes when it has nothing else to do
 * </pre>
 *
 * What came on again begins anew. A task that waits at its executor behind others has not begun: for it the time begins when it does.
 */
final class TaskWatch {
    private static final long LONGEST_LOOK_NANOS = 10_000_000_000L;

    private final WatchConfig config;
    private final ExecutorTracker executors;
    private final CommitCoordinator commits;
    private final TaskOutcomes outcomes;
    private final BiConsumer<ExecutorState, String> leave;
    private final CommandBuffer out;
    private long nextLookNanos = Long.MIN_VALUE;

    /** @param leave has an executor go away, for a reason */
    TaskWatch(
            WatchConfig config,
            ExecutorTracker executors,
            CommitCoordinator commits,
            TaskOutcomes outcomes,
            BiConsumer<ExecutorState, String> leave,
            CommandBuffer out) {
        this.config = config;
        this.executors = executors;
        this.commits = commits;
        this.outcomes = outcomes;
        this.leave = leave;
        this.out = out;
    }

    void tick(long now) {
        if (config.intervalNanos() == 0 || now < nextLookNanos) {
            return;
        }
        nextLookNanos = now + Math.min(LONGEST_LOOK_NANOS, config.intervalNanos() / 4);
        List<Attempt> due = new ArrayList<>();
        for (ExecutorState executor : executors.all()) {
            List<Attempt> waiting = executor.waiting();
            waiting.forEach(attempt -> attempt.waits(now));
            for (Attempt attempt : executor.attempts) {
                if (isDue(attempt, now) && !waiting.contains(attempt)) {
                    due.add(attempt);
                }
            }
        }
        due.sort(Comparator.comparingLong(attempt -> attempt.taskId));
        due.forEach(this::act);
    }

    private boolean isDue(Attempt attempt, long now) {
        if (attempt.killed) {
            return config.replacesExecutors()
                    && !attempt.executor.leaving
                    && now - attempt.killedNanos >= config.intervalNanos();
        }
        AttemptProgress progress = attempt.progress;
        return attempt.slotHeld
                && !attempt.waitsForOthers
                && progress.steps < 2
                && progress.standsStillNanos() >= (progress.steps + 1) * config.intervalNanos();
    }

    private void act(Attempt attempt) {
        if (attempt.killed) {
            leave.accept(
                    attempt.executor,
                    "task " + attempt.taskId + " was told to end and had not " + seconds(config.intervalNanos())
                            + " later");
            return;
        }
        AttemptProgress progress = attempt.progress;
        progress.steps++;
        String what = "has read no records and taken no processor time for " + seconds(progress.standsStillNanos());
        if (progress.steps == 1) {
            out.add(new Command.Notice(JobFailures.task(attempt) + " on " + attempt.executor + " " + what
                    + "; it is asked for its stack"));
            out.add(new Command.DumpTasks(attempt.executor.id, List.of(attempt.taskId)));
            return;
        }
        String spared = whySpared(attempt);
        if (spared.isEmpty()) {
            outcomes.stalled(attempt, "it " + what + where(progress));
        } else {
            out.add(new Command.Notice(JobFailures.task(attempt) + " on " + attempt.executor + " " + what
                    + where(progress) + ". It is left alone: " + spared));
        }
    }

    private String whySpared(Attempt attempt) {
        if (config.action() == WatchConfig.Action.REPORT) {
            return "lisle.watchdog.tasks is report";
        }
        if (config.action() == WatchConfig.Action.RETRY && attempt.stage.hasSideEffects()) {
            return "its stage has side effects, and lisle.watchdog.tasks is not retryAll";
        }
        return commits.isAnyAllowed(attempt.stage.id(), attempt.partition) ? "its output is being committed" : "";
    }

    /** The innermost call; the whole stack comes with the failure, and is in the driver's log. */
    private static String where(AttemptProgress progress) {
        return progress.stack.isEmpty()
                ? ""
                : ", " + progress.stack.lines().findFirst().orElse("").strip();
    }

    private static String seconds(long nanos) {
        return nanos / 1_000_000_000L + " s";
    }
}
