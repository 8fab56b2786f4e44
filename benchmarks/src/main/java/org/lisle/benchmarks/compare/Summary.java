package org.lisle.benchmarks.compare;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** All runs of a job with an engine. */
record Summary(List<Run> runs) {
    static Summary of(List<Run> all, String job, String engine) {
        return new Summary(all.stream()
                .filter(run -> run.job().equals(job) && run.engine().equals(engine))
                .toList());
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    double wall() {
        return median(Run::wallSeconds);
    }

    double executorCpu() {
        return median(run -> run.usage().cpu(ProcessRole.EXECUTOR));
    }

    double allCpu() {
        return median(run -> run.usage().allCpu());
    }

    double peakMegabytes() {
        return median(run -> run.usage().peakExecutorMegabytes());
    }

    /** The result of all runs; says so when they differ. */
    String result() {
        List<String> different = runs.stream().map(Run::result).distinct().toList();
        return different.size() == 1 ? different.get(0) : "DIFFERENT: " + different;
    }

    private double median(ToDoubleFunction<Run> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
