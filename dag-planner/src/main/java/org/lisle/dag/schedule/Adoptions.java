package org.lisle.dag.schedule;

import java.util.List;

/** Takes over tasks that run already, launched by an earlier driver, so that their partitions are not computed a second time. */
final class Adoptions {
    private final ExecutorTracker executors;
    private final AttemptTracker attempts;
    private final StageTracker stages;
    private final Pools pools;
    private final CommitCoordinator commits;
    private final CommandBuffer out;

    Adoptions(
            ExecutorTracker executors,
            AttemptTracker attempts,
            StageTracker stages,
            Pools pools,
            CommitCoordinator commits,
            CommandBuffer out) {
        this.executors = executors;
        this.attempts = attempts;
        this.stages = stages;
        this.pools = pools;
        this.commits = commits;
        this.out = out;
    }

    void adopt(Event.TaskAdopted adopted) {
        ExecutorState executor = executors.get(adopted.executor());
        if (executor == null || attempts.get(adopted.taskId()) != null) {
            return;
        }
        StageState stage = stages.active(adopted.stageId());
        int partition = adopted.partition();
        if (stage == null
                || stage.barrier != null
                || partition >= stage.slices().numbers()
                || stage.tasks.isDone(partition)) {
            out.add(new Command.KillTasks(
                    executor.id, List.of(adopted.taskId()), "nothing needs it since the driver began anew"));
            return;
        }
        Attempt attempt =
                attempts.adopt(adopted.taskId(), stage, partition, adopted.attempt(), executor, pools.poolOf(stage));
        attempt.askingStage = adopted.askingStage();
        stage.tasks.adopted(partition, adopted.attempt());
        pools.update(stage);
        if (adopted.mayCommit()) {
            commits.ask(stage.id(), partition, adopted.taskId());
        }
        out.add(new Command.AdoptTask(
                adopted.taskId(), stage.plan, stage.firstJob().id(), partition, adopted.attempt(), executor.id));
    }
}
