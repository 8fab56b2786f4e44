package org.lisle.dag.schedule;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that run, by task id, and the slots they hold. An attempt whose executor was lost is an orphan: it may still report
 * success when only the connection was lost, until its stage is over.
 */
final class AttemptTracker {
    private final ExecutorTracker executors;
    private final Map<Long, Attempt> live = new HashMap<>();
    private final Map<Long, Attempt> orphans = new HashMap<>();
    private long nextTaskId;

    AttemptTracker(ExecutorTracker executors, long firstTaskId) {
        this.executors = executors;
        this.nextTaskId = firstTaskId;
    }

    /** The id the next attempt will have: ids grow, so it tells earlier attempts from later ones. */
    long nextTaskId() {
        return nextTaskId;
    }

    Attempt start(StageState stage, int partition, ExecutorState executor, Pool pool) {
        Attempt attempt = adopt(nextTaskId++, stage, partition, stage.tasks.nextAttempt(partition), executor, pool);
        pool.lastTaskId = attempt.taskId;
        return attempt;
    }

    /** An attempt that was launched already. */
    Attempt adopt(long taskId, StageState stage, int partition, int number, ExecutorState executor, Pool pool) {
        var attempt = new Attempt(taskId, stage, partition, number, executor, pool);
        live.put(attempt.taskId, attempt);
        stage.live.add(attempt);
        executor.attempts.add(attempt);
        executor.wideAttempts += attempt.slots > 1 ? 1 : 0;
        executor.launches++;
        executors.take(executor, attempt.slots);
        pool.running += attempt.slots;
        return attempt;
    }

    @Nullable
    Attempt get(long taskId) {
        return live.get(taskId);
    }

    /** The attempt is over: no longer live, its slot free. Null when it was not live. */
    @Nullable
    Attempt end(long taskId) {
        Attempt attempt = live.remove(taskId);
        if (attempt == null) {
            return null;
        }
        attempt.stage.live.remove(attempt);
        attempt.executor.attempts.remove(attempt);
        attempt.executor.wideAttempts -= attempt.slots > 1 ? 1 : 0;
        freeSlot(attempt);
        return attempt;
    }

    void freeSlot(Attempt attempt) {
        if (attempt.slotHeld) {
            attempt.slotHeld = false;
            attempt.pool.running -= attempt.slots;
            executors.giveBack(attempt.executor, attempt.slots);
        }
    }

    void orphan(Attempt attempt) {
        orphans.put(attempt.taskId, attempt);
        attempt.stage.orphans.add(attempt.taskId);
    }

    @Nullable
    Attempt takeOrphan(long taskId) {
        Attempt attempt = orphans.remove(taskId);
        if (attempt != null) {
            attempt.stage.orphans.remove(taskId);
        }
        return attempt;
    }

    /** All attempts of the stage that may still report, in the order of their launch. */
    List<Attempt> ofStage(int stageId) {
        return Stream.concat(live.values().stream(), orphans.values().stream())
                .filter(attempt -> attempt.stage.id() == stageId)
                .sorted(Comparator.comparingLong(attempt -> attempt.taskId))
                .toList();
    }

    /** The stage is over: nothing of its orphans is useful any more. */
    void forgetOrphans(StageState stage) {
        stage.orphans.forEach(orphans::remove);
        stage.orphans.clear();
    }
}
