package org.lisle.yarn.am;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.lisle.core.operator.Operator;
import org.lisle.dag.driver.JobRunner;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;
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
        Set<PlannedStage> stages = new LinkedHashSet<>();
        collect(job.result(), stages);
        StringBuilder text = new StringBuilder()
                .append(job.callSite())
                .append(", ")
                .append(job.partitions().size())
                .append(" partitions\n");
        for (PlannedStage stage : stages) {
            List<Integer> reads =
                    stage.parents().stream().map(parent -> parent.stage().id()).toList();
            text.append("stage ")
                    .append(stage.id())
                    .append(": ")
                    .append(stage.callSite())
                    .append(", ")
                    .append(stage.partitions())
                    .append(" tasks")
                    .append(reads.isEmpty() ? "" : ", reads the shuffles of stages " + reads)
                    .append('\n');
            operators(stage.program().root(), "  ", text);
            text.append("  -> ")
                    .append(stage.program().output().getClass().getSimpleName())
                    .append('\n');
        }
        return text.toString();
    }

    /** Parents before children, each once. */
    private static void collect(PlannedStage stage, Set<PlannedStage> into) {
        if (!into.contains(stage)) {
            stage.parents().forEach(parent -> collect(parent.stage(), into));
            into.add(stage);
        }
    }

    private static void operators(Operator root, String indent, StringBuilder text) {
        List<Operator> chain = new ArrayList<>();
        Operator current = root;
        chain.add(current);
        while (current.children().size() == 1) {
            current = current.children().get(0);
            chain.add(0, current);
        }
        current.children().forEach(child -> operators(child, indent + "  ", text));
        for (Operator operator : chain) {
            text.append(indent)
                    .append(operator.getClass().getSimpleName())
                    .append(" [")
                    .append(operator.id())
                    .append("]\n");
        }
    }
}
