package org.lisle.dag.schedule;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.plan.PlannedJob;

/** The jobs that run, by id: their beginning and their end. */
final class JobTracker {
    private final StageTracker stages;
    private final Pools pools;
    private final CommandBuffer out;
    private final RetiredShuffles retired;
    private final BarrierConfig barrierConfig;
    private final ExecutorProfile usual;
    private final Map<Integer, JobState> jobs = new TreeMap<>();

    JobTracker(
            StageTracker stages,
            Pools pools,
            RetiredShuffles retired,
            BarrierConfig barrierConfig,
            ExecutorProfile usual,
            CommandBuffer out) {
        this.barrierConfig = barrierConfig;
        this.usual = usual;
        this.retired = retired;
        this.stages = stages;
        this.pools = pools;
        this.out = out;
    }

    void submit(Event.JobSubmitted submitted) {
        PlannedJob plan = submitted.job();
        if (jobs.containsKey(plan.id()) || stages.active(plan.result().id()) != null) {
            out.add(new Command.JobEnded(
                    plan.id(),
                    new LisleException(
                            ErrorCode.INTERNAL_ERROR,
                            "job " + plan.id() + " with result stage "
                                    + plan.result().id() + " runs already",
                            "plan a new job for each action")));
            return;
        }
        if (plan.partitions().isEmpty()) {
            out.add(new Command.JobEnded(plan.id(), null));
            return;
        }
        String property = plan.properties().getOrDefault(SchedulerConfig.POOL_PROPERTY, SchedulerConfig.DEFAULT_POOL);
        var job = new JobState(submitted, pools.poolName(property));
        jobs.put(plan.id(), job);
        stages.require(job, plan.result());
        for (StageState stage : job.stages) {
            if (stage.barrier != null && stage.barrier.tasks > mostTasks(stage.plan.executors())) {
                end(job, JobFailures.tooFewSlots(stage, barrierConfig));
                return;
            }
        }
    }

    /** That there can be at a time: the most executors are as many of each kind. */
    private long mostTasks(ExecutorProfile kind) {
        if (barrierConfig.mostSlots() == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        int slots = kind.isUsual() ? usual.slots() : kind.slots();
        return barrierConfig.mostSlots() / usual.slots() * (slots / kind.slotsPerTask());
    }

    void cancel(int jobId, LisleException failure) {
        JobState job = jobs.get(jobId);
        if (job != null) {
            end(job, failure);
        }
    }

    /** All jobs that need the stage fail. */
    void failAll(StageState stage, Function<JobState, LisleException> failure) {
        List<JobState> failed = stage.jobsNow();
        failed.forEach(job -> end(job, failure.apply(job)));
    }

    /** The job is over: nothing runs for it alone any more. */
    void end(JobState job, @Nullable LisleException failure) {
        jobs.remove(job.id());
        for (StageState stage : List.copyOf(job.stages)) {
            stages.release(stage, job);
        }
        out.add(new Command.JobEnded(job.id(), failure));
        retired.sweep(jobs.values());
    }

    /** No job to come reads these shuffles. */
    void retire(List<Integer> shuffleIds) {
        shuffleIds.forEach(retired::add);
        retired.sweep(jobs.values());
    }
}
