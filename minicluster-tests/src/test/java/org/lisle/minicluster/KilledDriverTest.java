package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.minicluster.faults.FaultPlan;
import org.lisle.minicluster.jobs.FourPrograms;
import org.lisle.minicluster.jobs.Marks;
import org.lisle.minicluster.jobs.ThreeStages;

/** The ApplicationMaster's process ends at a record of its journal; the second one goes on with the same executors. */
@ExtendWith(LisleClusterExtension.class)
@Timeout(180)
class KilledDriverTest {
    private static final Pattern CONTAINER = Pattern.compile("container_(?:e\\d+_)?\\d+_\\d+_(\\d\\d)_(\\d{6})");

    @TempDir
    java.nio.file.Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"JOURNAL_FLUSHED:MapTaskDone@driver-1#6=CRASH", "JOURNAL_RECORD:OutputCommitted@driver-1=TORN"})
    void theSecondDriverGoesOnWithTheSameExecutors(String order, LisleCluster cluster) throws IOException {
        String place = "/driver/" + order.replaceAll("\\W+", "-");
        try (var out = cluster.fileSystem().create(new Path(place + "/in.txt"))) {
            for (int line = 0; line < 4_000; line++) {
                out.write(("word" + line % 97 + " word" + line % 31 + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        Marks marks = new Marks(Files.createDirectory(folder.resolve("marks")).toString());
        java.nio.file.Path faults = folder.resolve("faults");
        Map<String, String> settings = new HashMap<>(FaultPlan.settings(faults, order));
        settings.put("lisle.executor.instances", "2");
        settings.put("lisle.speculation", "false");
        LisleCluster.Run run = cluster.submit(
                ThreeStages.class, settings, place + "/in.txt", place + "/out", marks.folder(), "none", "0");

        assertThat(FaultPlan.happened(faults)).as("the fault fired").hasSize(1);
        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(histogram(cluster, place + "/out")).isEqualTo(expected());
        assertThat(cluster.fileSystem().exists(new Path(place + "/out/_SUCCESS")))
                .isTrue();
        assertThat(marks.attempts("read")).as("attempts of the finished stage").isEqualTo(ThreeStages.PARTITIONS);
        Set<Long> drivers = marks.processes("driver");
        assertThat(drivers).as("processes of the two drivers").hasSize(2);
        Processes.awaitEnd(drivers);
        Processes.awaitEnd(marks.processes("read"));
        Processes.awaitEnd(marks.processes("histogram"));
        assertThat(containers(run.logs(), run.applicationId()))
                .as("the second attempt has a driver of its own and no executor")
                .contains("02 000001")
                .doesNotContain("02 000002", "02 000003");
    }

    static Stream<Arguments> programsAndOrders() {
        return Arrays.stream(FourPrograms.values()).flatMap(program -> Stream.of(
                        "JOURNAL_FLUSHED:MapTaskDone@driver-1#3=CRASH",
                        "JOURNAL_FLUSHED:ResultDone@driver-1#2=CRASH",
                        "JOURNAL_RECORD:JobDone@driver-1=TORN")
                .map(order -> Arguments.of(program, order)));
    }

    @Tag("soak")
    @ParameterizedTest
    @MethodSource("programsAndOrders")
    void executorsKeepTheirProcessesInEachKindOfProgram(FourPrograms program, String order, LisleCluster cluster)
            throws IOException {
        String name = program + "-" + order.replaceAll("\\W+", "-");
        Marks marks = new Marks(Files.createDirectory(folder.resolve(name)).toString());
        java.nio.file.Path faults = folder.resolve("faults-" + name);
        Map<String, String> settings = new HashMap<>(FaultPlan.settings(faults, order));
        settings.put("lisle.executor.instances", "2");
        settings.put("lisle.speculation", "false");

        LisleCluster.Run run =
                cluster.submit(FourPrograms.class, settings, program.name(), "/four/" + name, marks.folder());

        assertThat(FaultPlan.happened(faults)).as("the fault fired").hasSize(1);
        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        Map<String, List<String>> calm = program.calm(folder.resolve("calm-" + name));
        for (String output : program.outputs()) {
            assertThat(cluster.sortedLines("/four/" + name + "/" + output))
                    .as("the output %s", output)
                    .isEqualTo(calm.get(output));
        }
        assertThat(marks.processes("driver")).as("processes of the two drivers").hasSize(2);
        assertThat(marks.processes("task"))
                .as("processes of all tasks, before and after the death")
                .hasSizeLessThanOrEqualTo(2);
        assertThat(containers(run.logs(), run.applicationId()))
                .as("containers: the second attempt has a driver of its own and no executor")
                .contains("02 000001")
                .isSubsetOf("01 000001", "01 000002", "01 000003", "02 000001");
        Processes.awaitEnd(marks.processes("task"));
    }

    @Test
    void theSecondDriverTellsAnEndThatWasWrittenDownAndRunsNothing(LisleCluster cluster) throws IOException {
        Marks marks = new Marks(Files.createDirectory(folder.resolve("ended")).toString());
        java.nio.file.Path faults = folder.resolve("faults-ended");
        Map<String, String> settings =
                new HashMap<>(FaultPlan.settings(faults, "JOURNAL_FLUSHED:ApplicationEnded@driver-1=CRASH"));
        settings.put("lisle.executor.instances", "1");

        LisleCluster.Run run = cluster.submit(
                FourPrograms.class, settings, FourPrograms.WORD_COUNT.name(), "/four/ended", marks.folder());

        assertThat(FaultPlan.happened(faults)).as("the fault fired").hasSize(1);
        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(marks.processes("driver")).as("processes in which main ran").hasSize(1);
        assertThat(containers(run.logs(), run.applicationId())).contains("02 000001");
    }

    private static Map<String, String> expected() {
        Map<String, Long> counts = new HashMap<>();
        for (int line = 0; line < 4_000; line++) {
            counts.merge("word" + line % 97, 1L, Long::sum);
            counts.merge("word" + line % 31, 1L, Long::sum);
        }
        return counts.values().stream()
                .collect(Collectors.groupingBy(
                        String::valueOf, Collectors.collectingAndThen(Collectors.counting(), String::valueOf)));
    }

    private static Map<String, String> histogram(LisleCluster cluster, String directory) throws IOException {
        Map<String, String> rows = new HashMap<>();
        for (FileStatus file : cluster.fileSystem().listStatus(new Path(directory))) {
            try (var in = cluster.fileSystem().open(file.getPath())) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.split("\t"))
                        .forEach(row -> assertThat(rows.put(row[0], row[1]))
                                .as("%s comes once", Arrays.toString(row))
                                .isNull());
            }
        }
        return rows;
    }

    /** Attempt and number of each container of the application that left logs. */
    private static List<String> containers(String logs, String application) {
        String numbers = application.substring("application".length());
        TreeSet<String> found = CONTAINER
                .matcher(logs)
                .results()
                .filter(container -> container.group().contains(numbers))
                .map(KilledDriverTest::name)
                .collect(Collectors.toCollection(TreeSet::new));
        return List.copyOf(found);
    }

    private static String name(MatchResult container) {
        return container.group(1) + " " + container.group(2);
    }
}
