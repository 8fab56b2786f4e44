package org.lisle.minicluster.jobs;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerReport;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.Rdd;
import org.lisle.api.TaskContext;
import org.lisle.api.resource.ExecutorResourceRequests;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.api.resource.ResourceProfileBuilder;
import org.lisle.api.resource.TaskResourceRequests;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** A stage on the usual executors of 512 MiB, and one that reads it on executors of a profile; then it asks YARN how large their containers are. */
public final class OwnExecutors {
    private static final int KEYS = 4;
    private static final long LARGE_MEGABYTES = 1024;
    private static final long OUTSIDE_MEGABYTES = 256;

    private OwnExecutors() {}

    public static void main(String[] arguments) throws IOException, YarnException {
        try (LisleContext context =
                LisleContext.builder().appName("OwnExecutors").getOrCreate()) {
            ResourceProfile large = new ResourceProfileBuilder()
                    .require(new ExecutorResourceRequests()
                            .cores(2)
                            .memory((LARGE_MEGABYTES - OUTSIDE_MEGABYTES) + "m")
                            .memoryOverhead(OUTSIDE_MEGABYTES + "m"))
                    .require(new TaskResourceRequests().cpus(2))
                    .build();
            PairRdd<Integer, String> ranOn = context.parallelize(
                            IntStream.range(0, 8).boxed().toList(), KEYS)
                    .mapToPair(number -> Pair.of(number % KEYS, container()))
                    .reduceByKey((one, other) -> one + "," + other, KEYS);
            Rdd<String> described = ranOn.map(pair -> pair.value() + ";" + container() + ";"
                            + Objects.requireNonNull(TaskContext.get()).cpus() + ";"
                            + (Runtime.getRuntime().maxMemory() >> 20))
                    .withResources(large);
            List<String[]> records = described.collect().stream()
                    .map(line -> line.split(";", -1))
                    .toList();

            Set<String> usual = records.stream()
                    .flatMap(record -> Arrays.stream(record[0].split(",", -1)))
                    .collect(Collectors.toSet());
            Set<String> own = records.stream().map(record -> record[1]).collect(Collectors.toSet());
            Map<String, Long> sizes = sizes();
            check(records.size() == KEYS, records.size() + " records");
            check(own.stream().noneMatch(usual::contains), "containers of both kinds: " + usual + " and " + own);
            check(
                    usual.stream().allMatch(id -> sizes.getOrDefault(id, 0L) == 512),
                    "usual ones " + usual + " of " + sizes);
            check(
                    own.stream().allMatch(id -> sizes.getOrDefault(id, 0L) == LARGE_MEGABYTES),
                    "own ones " + own + " of " + sizes);
            for (String[] record : records) {
                check(record[2].equals("2"), "cpus " + record[2]);
                check(
                        Long.parseLong(record[3]) <= LARGE_MEGABYTES - OUTSIDE_MEGABYTES
                                && Long.parseLong(record[3]) > 400,
                        "heap of " + record[3] + " MiB");
            }
            refuses(context.parallelize(List.of(1)));
        }
    }

    private static void refuses(Rdd<Integer> rdd) {
        try {
            rdd.withResources(new ResourceProfileBuilder()
                    .require(new ExecutorResourceRequests().memory("900g"))
                    .build());
            check(false, "a profile that YARN never grants is accepted");
        } catch (LisleException e) {
            check(e.code() == ErrorCode.EXECUTOR_TOO_LARGE, "it is refused as " + e);
            check(e.what().contains("larger than the largest container"), "it says " + e.what());
        }
    }

    private static String container() {
        return System.getenv("CONTAINER_ID");
    }

    /** Mebibytes of the application's containers, as the ResourceManager reports them. */
    private static Map<String, Long> sizes() throws IOException, YarnException {
        try (YarnClient client = YarnClient.createYarnClient()) {
            client.init(new YarnConfiguration());
            client.start();
            Map<String, Long> sizes = new TreeMap<>();
            for (ContainerReport report :
                    client.getContainers(ContainerId.fromString(container()).getApplicationAttemptId())) {
                sizes.put(
                        report.getContainerId().toString(),
                        report.getAllocatedResource().getMemorySize());
            }
            return sizes;
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("not so: " + what);
        }
    }
}
