package org.lisle.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lisle by its own command line. */
record LisleEngine(String launcher, String jobsJar, ExecutorShape shape, List<String> conf) implements Engine {
    @Override
    public String name() {
        return "lisle";
    }

    @Override
    public boolean canRun(MeasuredJob job) {
        return true;
    }

    @Override
    public List<String> command(MeasuredJob job, String folder, String resultFile, String output) {
        return submit(resultFile, job.programArguments(folder, output));
    }

    /** The command that makes a job's input. */
    List<String> generate(MeasuredJob.Input input, String folder, String resultFile) {
        return submit(
                resultFile,
                List.of(
                        "generate",
                        input.kind(),
                        input.path(folder),
                        Integer.toString(input.megabytes()),
                        Integer.toString(input.files())));
    }

    private List<String> submit(String resultFile, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(launcher, "submit", "--master", "yarn", "--class"));
        line.add("org.lisle.benchmarks.jobs.LisleMain");
        line.addAll(List.of("--num-executors", Integer.toString(shape.executors())));
        line.addAll(List.of("--executor-cores", "1", "--executor-memory", shape.memory()));
        conf.forEach(setting -> line.addAll(List.of("--conf", setting)));
        line.addAll(List.of(jobsJar, resultFile));
        line.addAll(arguments);
        return line;
    }

    @Override
    public Map<ProcessRole, List<String>> marks() {
        return Map.of(
                ProcessRole.CLIENT, List.of("org.lisle.cli.Main"),
                ProcessRole.DRIVER, List.of("org.lisle.yarn.am.ApplicationMaster"),
                ProcessRole.EXECUTOR, List.of("org.lisle.executor.ExecutorMain"));
    }
}
