package org.lisle.dag.schedule;

/** Has slow attempts run a second time elsewhere: the first that ends well counts, the other is told to end. */
final class Speculation {
    private final SpeculationConfig config;
    private final ExecutorTracker executors;
    private final StageTracker stages;
    private final Pools pools;
    private long nextCheckNanos = Long.MIN_VALUE;

    Speculation(SpeculationConfig config, ExecutorTracker executors, StageTracker stages, Pools pools) {
        this.config = config;
        this.executors = executors;
        this.stages = stages;
        this.pools = pools;
    }

    void progressed(Attempt attempt, long bytes, long records) {
        attempt.bytes = bytes;
        attempt.records = records;
    }

    void succeeded(Attempt attempt, long nowNanos) {
        StageState stage = attempt.stage;
        if (config.enabled() && attempt.startedNanos >= 0 && stage.slices().tasks() > 1 && !stage.hasSideEffects()) {
            if (stage.speed == null) {
                stage.speed = new StageSpeed();
            }
            stage.speed.finished(attempt, nowNanos);
        }
    }

    void tick(long nowNanos) {
        if (config.enabled() && nowNanos >= nextCheckNanos) {
            nextCheckNanos = nowNanos + config.intervalNanos();
            stages.active().forEach(stage -> check(stage, nowNanos));
        }
    }

    private void check(StageState stage, long nowNanos) {
        StageSpeed speed = stage.speed;
        if (speed == null || !stage.isReady() || stage.tasks.waiting() > 0) {
            return;
        }
        int tasks = stage.slices().tasks();
        int done = tasks - stage.tasks.remaining();
        if (done < config.quantile() * tasks) {
            return;
        }
        for (Attempt slow : speed.slow(stage.live, stage.tasks, config, nowNanos)) {
            if (executors.anyUsable(other -> other != slow.executor && stage.mayUse(other))) {
                stage.tasks.choosy.addCopy(slow.partition, slow.executor);
                pools.update(stage);
                pools.wake();
            }
        }
    }
}
