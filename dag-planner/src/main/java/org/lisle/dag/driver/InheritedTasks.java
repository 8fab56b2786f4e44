package org.lisle.dag.driver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lisle.core.message.HeldTask;
import org.lisle.core.message.TaskUpdate;
import org.lisle.dag.journal.RecoveredJob;
import org.lisle.dag.journal.RecoveredShuffle;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.Event;

/**
 * Tasks that were launched by an earlier driver and that executors still hold. One is adopted when the program asks again for the stage it
 * is of; until then it is left running, and what it reports is kept. Confined to the loop.
 */
final class InheritedTasks {
    private record Held(String executor, HeldTask task) {}

    /**
     * Holds neither the stage nor the earlier job: there may be many thousands.
     *
     * @param mayCommit by task the attempt that was told last that it may commit
     */
    private record Claimed(int stageId, Map<Integer, Long> mayCommit) {}

    private final long firstOwnTask;
    private final Map<Integer, Claimed> claimed = new HashMap<>();
    private final TreeMap<Long, Held> held = new TreeMap<>();
    private final TreeMap<Long, TaskUpdate> early = new TreeMap<>();

    InheritedTasks(long firstOwnTask) {
        this.firstOwnTask = firstOwnTask;
    }

    /** Whether an earlier driver launched it. */
    boolean isInherited(long taskId) {
        return taskId < firstOwnTask;
    }

    /** Whether it may still be adopted, so that its executor is not told to end it. */
    boolean isHeld(long taskId) {
        return held.containsKey(taskId);
    }

    void registered(String executor, List<HeldTask> tasks) {
        for (HeldTask task : tasks) {
            if (isInherited(task.getTaskId())) {
                held.put(task.getTaskId(), new Held(executor, task));
            }
        }
    }

    void executorLost(String executor) {
        held.values().removeIf(task -> task.executor().equals(executor));
    }

    /** Keeps what a task reported that is not adopted yet. */
    void reported(TaskUpdate update) {
        if (isHeld(update.getTaskId())) {
            early.put(update.getTaskId(), update);
        }
    }

    void claimed(PlannedStage stage, RecoveredShuffle earlier) {
        var one = new Claimed(stage.id(), Map.of());
        earlier.stageIds().forEach(id -> claimed.put(id, one));
    }

    void claimed(PlannedStage stage, RecoveredJob earlier) {
        var one = new Claimed(stage.id(), Map.copyOf(earlier.mayCommit()));
        earlier.stageIds().forEach(id -> claimed.put(id, one));
    }

    /** The tasks of claimed stages; they are no longer held. */
    List<Event.TaskAdopted> takeAdoptable() {
        List<Event.TaskAdopted> adoptable = new ArrayList<>();
        held.values().removeIf(holding -> {
            HeldTask task = holding.task();
            Claimed stage = claimed.get(task.getStageId());
            if (stage == null) {
                return false;
            }
            Long allowed = stage.mayCommit().get(task.getPartition());
            adoptable.add(new Event.TaskAdopted(
                    task.getTaskId(),
                    stage.stageId(),
                    task.getStageId(),
                    task.getPartition(),
                    task.getAttempt(),
                    holding.executor(),
                    allowed != null && allowed == task.getTaskId()));
            return true;
        });
        return adoptable;
    }

    @Nullable
    TaskUpdate takeReport(long taskId) {
        return early.remove(taskId);
    }

    /** The program went another way: what was not adopted is no longer of use. Returns the tasks by executor. */
    Map<String, List<Long>> giveUp() {
        Map<String, List<Long>> superfluous = new TreeMap<>();
        held.values().forEach(holding -> superfluous
                .computeIfAbsent(holding.executor(), executor -> new ArrayList<>())
                .add(holding.task().getTaskId()));
        held.clear();
        early.clear();
        return superfluous;
    }
}
