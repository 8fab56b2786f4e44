package org.lisle.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What to compare, from the command line and the environment. */
record Options(
        int runs,
        List<MeasuredJob> jobs,
        String folder,
        Path out,
        Path home,
        String jobsJar,
        ExecutorShape shape,
        List<String> conf,
        double killExecutorAfter,
        Map<String, String> environment) {

    private static final Map<String, String> DEFAULTS = Map.of(
            "--runs", "3",
            "--jobs", "empty,tiny,wordcount,sort,join,pagerank,groupbykey,csv",
            "--scale", "1",
            "--folder", "/lisle-benchmarks",
            "--out", "benchmarks/target/compare",
            "--executors", "2",
            "--executor-memory", "2g",
            "--conf", "",
            "--kill-executor", "0");

    static Options parse(String[] arguments) {
        Map<String, String> values = new TreeMap<>(DEFAULTS);
        List<String> conf = new ArrayList<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!DEFAULTS.containsKey(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "\"" + arguments[i] + "\" is none of " + new TreeMap<>(DEFAULTS).keySet() + " with a value");
            }
            if (arguments[i].equals("--conf")) {
                conf.add(arguments[i + 1]);
            } else {
                values.put(arguments[i], arguments[i + 1]);
            }
        }
        Path home = Path.of(System.getProperty("lisle.home"));
        return new Options(
                Integer.parseInt(get(values, "--runs")),
                jobs(get(values, "--jobs"), Double.parseDouble(get(values, "--scale"))),
                get(values, "--folder"),
                home.resolve(get(values, "--out")),
                home,
                System.getProperty("lisle.benchmarks.jar"),
                new ExecutorShape(Integer.parseInt(get(values, "--executors")), get(values, "--executor-memory")),
                conf,
                Double.parseDouble(get(values, "--kill-executor")),
                System.getenv());
    }

    private static String get(Map<String, String> values, String name) {
        return values.getOrDefault(name, "");
    }

    private static List<MeasuredJob> jobs(String names, double scale) {
        List<MeasuredJob> all = MeasuredJob.all(scale);
        List<MeasuredJob> chosen = new ArrayList<>();
        for (String name : names.split(",")) {
            chosen.add(all.stream()
                    .filter(job -> job.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no job \"" + name + "\", only "
                            + all.stream().map(MeasuredJob::name).toList())));
        }
        return chosen;
    }

    LisleEngine lisle() {
        return new LisleEngine(home.resolve("bin/lisle").toString(), jobsJar, shape, conf);
    }

    /** Spark when SPARK_HOME is set, MapReduce when MAPREDUCE_EXAMPLES names the jar of Hadoop's examples. */
    List<Engine> peers() {
        List<Engine> peers = new ArrayList<>();
        String spark = environment.get("SPARK_HOME");
        if (spark != null) {
            peers.add(new SparkEngine(
                    spark + "/bin/spark-submit", sparkJar(Path.of(spark)).toString(), shape));
        }
        String examples = environment.get("MAPREDUCE_EXAMPLES");
        if (examples != null) {
            peers.add(new MapReduceEngine(environment.getOrDefault("HADOOP", "hadoop"), examples, shape));
        }
        return peers;
    }

    private Path sparkJar(Path spark) {
        try {
            return SparkProgram.build(
                    home.resolve("benchmarks/src/main"),
                    spark.resolve("jars"),
                    java.nio.file.Files.createDirectories(out.resolve("spark")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
