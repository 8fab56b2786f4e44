package org.lisle.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every method of Spark's Java API has its counterpart, with as many overloads, but for those that are named as exceptions. */
@SuppressWarnings("NullAway") // the resources are there
class SparkApiTest {
    private static final Path PAGE = Path.of("..", "docs", "api-from-spark.md");

    /** The exceptions: about Scala interop, and what has no meaning here. */
    private static final Set<String> EXCEPTIONS = Set.of(
            "rdd",
            "toRDD",
            "fromRDD",
            "classTag",
            "kClassTag",
            "vClassTag",
            "wrapRDD",
            "srdd",
            "sc",
            "toSparkContext",
            "fromSparkContext",
            "env",
            "getSparkHome",
            "jarOfClass",
            "jarOfObject");

    private static final Map<String, Class<?>> COUNTERPARTS = new LinkedHashMap<>();

    static {
        COUNTERPARTS.put("JavaSparkContext", LisleContext.class);
        COUNTERPARTS.put("JavaRDD", Rdd.class);
        COUNTERPARTS.put("JavaPairRDD", PairRdd.class);
        COUNTERPARTS.put("JavaDoubleRDD", DoubleRdd.class);
        COUNTERPARTS.put("JavaHadoopRDD", HadoopRdd.class);
        COUNTERPARTS.put("JavaNewHadoopRDD", HadoopRdd.class);
        COUNTERPARTS.put("JavaFutureAction", FutureAction.class);
        COUNTERPARTS.put("JavaSparkStatusTracker", StatusTracker.class);
    }

    /** A method of the list. */
    private record Listed(String type, String method, int overloads) {}

    @Test
    void nothingIsMissing() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Listed listed : list()) {
            int have = overloads(COUNTERPARTS.get(listed.type()), listed.method());
            if (!EXCEPTIONS.contains(listed.method()) && have < listed.overloads()) {
                missing.add(listed + ", found " + have);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void exceptionsAreNotThereAndAreListed() throws IOException {
        Set<String> listed = new HashSet<>();
        list().forEach(each -> listed.add(each.method()));
        assertThat(listed).containsAll(EXCEPTIONS);
        COUNTERPARTS
                .values()
                .forEach(type -> EXCEPTIONS.forEach(method -> assertThat(overloads(type, method))
                        .as("%s.%s", type.getSimpleName(), method)
                        .isZero()));
    }

    @Test
    void thePageOfTheNamesIsUpToDate() throws IOException {
        String page = page();
        Path made = Path.of("target", "api-from-spark.md");
        Files.createDirectories(made.getParent());
        Files.writeString(made, page);
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/api-from-spark.md; copy dag-planner/target/api-from-spark.md over it")
                .isEqualTo(page);
    }

    private static int overloads(Class<?> type, String method) {
        return (int) Arrays.stream(type.getMethods())
                .filter(each -> each.getName().equals(method) && !each.isBridge() && !each.isSynthetic())
                .map(Method::getParameterTypes)
                .map(Arrays::asList)
                .distinct()
                .count();
    }

    private static List<Listed> list() throws IOException {
        return lines("/spark-4.1-java-api.txt").stream()
                .map(line -> line.split(" "))
                .map(words -> new Listed(words[0], words[1], Integer.parseInt(words[2])))
                .toList();
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = SparkApiTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    private static Map<String, String> differences() throws IOException {
        Map<String, String> differences = new TreeMap<>();
        for (String line : lines("/api-differences.txt")) {
            int bar = line.indexOf(" | ");
            differences.put(line.substring(0, bar), line.substring(bar + 3));
        }
        return differences;
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder("""
                # From Spark's Java API to Lisle's

                A program moves by its imports and the name of its context: methods have the names they have in Spark 4.1's `JavaSparkContext`,
                `JavaRDD`, `JavaPairRDD`, `JavaDoubleRDD` and `JavaHadoopRDD`. `Tuple2` is `Pair`, with `key()` and `value()`; `Tuple3` and `Tuple4` are
                records; `Optional` is the JDK's; functions are in `org.lisle.api.function`. Errors are `LisleException`s with a code.
                `Broadcast`, `StorageLevel` and `TaskContext` have the methods of Spark's, too: `unpersist(blocking)` never waits, `OFF_HEAP` is
                `MEMORY_AND_DISK_SER`, and `stageAttemptNumber()` is 0 but in barrier stages; but a task is not told its `taskMetrics`.
                `ResourceProfileBuilder` and what it takes are in `org.lisle.api.resource`.
                `new RangePartitioner(n, rdd)` is `pairs.rangePartitioner(n)`.

                This page is made from the code and a list of Spark's methods by `SparkApiTest`, which fails when one is missing.

                ## What a program may notice

                - **Errors.** Where Spark throws an exception of Java's or Scala's (`UnsupportedOperationException` on no records,
                  `IllegalArgumentException`, `FileAlreadyExistsException`), an action here fails with a `LisleException` whose `code()` says what it is:
                  `EMPTY_COLLECTION`, `INVALID_ARGUMENT`, `OUTPUT_EXISTS` ... What a function of the program threw is its cause.
                - **Keys.** Arrays are refused as keys when the job runs; Spark's Java API places them by an identity that is another in every process. Enum
                  constants are placed by their names.
                - **Random parts.** A seed gives the same part in each run, but not the part that Spark gives for it.
                - **Order.** What comes back of several partitions is put together in their order, whichever ended first: `fold`, `reduce` and
                  `collectAsMap` do not depend on timing. Within a partition, the order behind a shuffle by key is another than Spark's.
                - **Inputs.** A file that changes while a job runs fails it, a damaged one too ([formats.md](formats.md)), where Hadoop's readers would
                  take a cut-off file for a whole one.
                - **Cancelling.** Threads of cancelled tasks are interrupted, whatever `setInterruptOnCancel` says.
                - **Barrier stages.** `rdd.barrier()` is a method of every dataset (JavaRDD reaches it by `rdd().barrier()`), with `mapPartitions` and
                  `mapPartitionsWithIndex` of `RDDBarrier` and `barrier()`, `allGather` and `getTaskInfos` of `BarrierTaskContext`. A stage that has too few
                  slots at the moment waits for them, and slots are kept free for it, where Spark fails after some tries; that there can never be
                  enough fails the action at once. A stage whose results the action takes is run again like any other when one of its tasks
                  fails, where Spark fails the job: results count when all tasks have ended. Calls of `barrier()` that a task which has ended
                  can never answer fail at once, not after `lisle.barrier.sync.timeout`. `BarrierTaskContext.get()` in other stages is an error.
                  `stageAttemptNumber()` counts from 0 again when a finished stage is computed again later.
                - **Resource profiles.** `memory` of executors is the container's, as with `--executor-memory` below; `memoryOverhead` and
                  `offHeapMemory` come besides, outside of the heap. Two profiles that ask for the same are one, and one that asks for what the
                  settings say has no executors of its own. Without a discovery script a task is told of a resource without addresses, where
                  Spark fails. Executors of a profile go when they are idle, whatever the minimum says; the maximum is of each profile, as in
                  Spark.

                ## spark-submit -> lisle submit

                Flags have spark-submit's names and meanings, and what stands behind the jar is the program's, but for these:

                | flag | spark-submit | lisle submit |
                |---|---|---|
                | `--driver-memory`, `--executor-memory` | the heap; the container is larger by an overhead (10 %, at least 384 MB) | the container; heap and native memory are parts of it. A job that ran with `4g` has as much with `4506m` |
                | `--files`, `--archives` | found by `SparkFiles.get` | found by `LisleFiles.get`, in driver and executors, on YARN and with `--master local[N]`; `path#name` names both |
                | `--deploy-mode` | client or cluster | not there: the driver runs in the cluster; with `--master local[N]` in this process |

                """);
        Map<String, String> differences = differences();
        List<Listed> all = list();
        COUNTERPARTS.forEach((spark, ours) -> {
            page.append("## ")
                    .append(spark)
                    .append(" -> ")
                    .append(ours.getSimpleName())
                    .append("\n\n");
            page.append("| Spark | overloads | Lisle | overloads | different |\n|---|---|---|---|---|\n");
            for (Listed listed : all) {
                if (listed.type().equals(spark) && !inherited(listed, all)) {
                    row(listed, ours, differences, page);
                }
            }
            page.append('\n');
        });
        return page.toString();
    }

    /** Shown with JavaRDD already. */
    private static boolean inherited(Listed listed, List<Listed> all) {
        return Set.of("JavaPairRDD", "JavaDoubleRDD", "JavaHadoopRDD", "JavaNewHadoopRDD")
                        .contains(listed.type())
                && (all.contains(new Listed("JavaRDD", listed.method(), listed.overloads()))
                        || (!listed.type().startsWith("JavaPair")
                                && all.contains(new Listed("JavaPairRDD", listed.method(), listed.overloads()))));
    }

    private static void row(Listed listed, Class<?> ours, Map<String, String> differences, StringBuilder page) {
        int have = overloads(ours, listed.method());
        String text = differences.getOrDefault(
                listed.type() + " " + listed.method(), differences.getOrDefault("* " + listed.method(), ""));
        page.append("| `")
                .append(listed.method())
                .append("` | ")
                .append(listed.overloads())
                .append(" | ");
        page.append(have == 0 ? "-" : "`" + listed.method() + "`").append(" | ");
        page.append(have == 0 ? "-" : have).append(" | ").append(text).append(" |\n");
    }
}
