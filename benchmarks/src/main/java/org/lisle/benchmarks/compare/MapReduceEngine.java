package org.lisle.benchmarks.compare;

import java.util.List;
import java.util.Map;

/** Hadoop MapReduce's own examples, with as many reduce tasks as there are executors. Its tasks count as executors. */
record MapReduceEngine(String hadoop, String examplesJar, ExecutorShape shape) implements Engine {
    private static final Map<String, String> PROGRAMS = Map.of("wordcount", "wordcount", "sort", "terasort");

    @Override
    public String name() {
        return "mapreduce";
    }

    @Override
    public boolean canRun(MeasuredJob job) {
        return PROGRAMS.containsKey(job.name());
    }

    @Override
    public List<String> command(MeasuredJob job, String folder, String resultFile, String output) {
        return List.of(
                hadoop,
                "jar",
                examplesJar,
                PROGRAMS.getOrDefault(job.name(), job.name()),
                "-Dmapreduce.job.reduces=" + shape.executors(),
                job.input().path(folder),
                output);
    }

    @Override
    public Map<ProcessRole, List<String>> marks() {
        return Map.of(
                ProcessRole.CLIENT, List.of("org.apache.hadoop.util.RunJar"),
                ProcessRole.DRIVER, List.of("org.apache.hadoop.mapreduce.v2.app.MRAppMaster"),
                ProcessRole.EXECUTOR, List.of("org.apache.hadoop.mapred.YarnChild"));
    }
}
