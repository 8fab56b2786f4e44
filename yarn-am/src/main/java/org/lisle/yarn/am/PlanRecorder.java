package org.lisle.yarn.am;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.lisle.dag.driver.JobRunner;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.yarn.web.ApplicationView.JobPlan;

/** Runs jobs by another runner and keeps the plans of the latest ones, as text for the page. Thread-safe. */
final class PlanRecorder implements JobRunner {
    private static final int KEPT = 50;

    private final JobRunner runner;
    private final Deque<JobPlan> plans = new ArrayDeque<>();

    PlanRecorder(JobRunner runner) {
        this.runner = runner;
    }

    @Override
    public CompletableFuture<Void> submit(PlannedJob job, ResultListener listener) {
        JobPlan plan = new JobPlan(job.id(), text(job));
        synchronized (plans) {
            plans.addLast(plan);
            if (plans.size() > KEPT) {
                plans.removeFirst();
            }
        }
        return runner.submit(job, listener);
    }

    @Override
    public void cancel(int jobId, String reason) {
        runner.cancel(jobId, reason);
    }

    List<JobPlan> plans() {
        synchronized (plans) {
            return List.copyOf(plans);
        }
    }

    static String text(PlannedJob job) {
        int partitions = job.partitions().size();
        return job.callSite() + ", " + partitions + (partitions == 1 ? " partition\n" : " partitions\n")
                + job.explanation();
    }
}
