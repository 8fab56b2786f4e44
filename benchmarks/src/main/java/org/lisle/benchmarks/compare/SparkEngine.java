package org.lisle.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Spark by spark-submit, in YARN's cluster mode. */
record SparkEngine(String submitter, String jobsJar, ExecutorShape shape) implements Engine {
    @Override
    public String name() {
        return "spark";
    }

    @Override
    public boolean canRun(MeasuredJob job) {
        return true;
    }

    @Override
    public List<String> command(MeasuredJob job, String folder, String resultFile, String output) {
        List<String> line = new ArrayList<>(List.of(submitter, "--master", "yarn", "--deploy-mode", "cluster"));
        line.addAll(List.of("--class", "SparkMain", "--num-executors", Integer.toString(shape.executors())));
        line.addAll(List.of("--executor-cores", "1", "--executor-memory", shape.memory(), jobsJar, resultFile));
        line.addAll(job.programArguments(folder, output));
        return line;
    }

    @Override
    public Map<ProcessRole, List<String>> marks() {
        return Map.of(
                ProcessRole.CLIENT, List.of("org.apache.spark.deploy.SparkSubmit"),
                ProcessRole.DRIVER, List.of("org.apache.spark.deploy.yarn.ApplicationMaster"),
                ProcessRole.EXECUTOR, List.of("org.apache.spark.executor.YarnCoarseGrainedExecutorBackend"));
    }
}
