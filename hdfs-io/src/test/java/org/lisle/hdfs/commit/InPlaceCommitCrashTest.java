package org.lisle.hdfs.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lisle.api.SaveMode;
import org.lisle.api.SaveOptions;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSink;
import org.lisle.core.io.DataSink.JobToken;
import org.lisle.core.io.DataSink.Remains;
import org.lisle.core.io.DataSink.TaskToken;
import org.lisle.core.io.DataSink.TaskWriter;
import org.lisle.hdfs.CrashingFileSystem;
import org.lisle.hdfs.CrashingFileSystem.Fault;

/**
 * A committer that makes files visible one by one at the place itself, chosen by the scheme as those of object stores are; the k-th operation
 * of the file system fails, or is the last one of its process, for every k. A part may be visible for a time, but never with the mark, and
 * the job that is run again, or the second driver, leaves exactly its output.
 */
class InPlaceCommitCrashTest {
    private static final JobToken FIRST = new JobToken(1_700_000_000_000L, 1, 0, 1);
    private static final JobToken SECOND_DRIVER = new JobToken(1_700_000_000_000L, 1, 1_000, 2);
    private static final JobToken AGAIN = new JobToken(1_700_000_900_000L, 2, 0, 1);

    private static final String OUT = "/data/out";
    private static final List<List<String>> NEW =
            List.of(List.of("day=2 new2", "day=3 new3"), List.of("day=3 more3"), List.of("day=1 new1"));
    private static final List<String> OLD = List.of("day=1 old1", "day=2 old2");

    private long nextTask;

    @AfterEach
    void calm() {
        CrashingFileSystem.calm();
    }

    private static DataSink<String> sink(SaveMode mode) {
        Map<String, String> settings = new HashMap<>(CrashingFileSystem.SETTINGS);
        settings.put("mapreduce.outputcommitter.factory.scheme.crash", UploadingCommitter.Factory.class.getName());
        SaveOptions<String> options =
                SaveOptions.<String>of(mode).partitionedBy(List.of("day"), line -> List.of(line.substring(4, 5)));
        return ((CommittedSink<String>) TextOutput.<String>sink("crash://" + OUT, null, options, settings))
                .waiting(Duration.ZERO);
    }

    private static void prepare(SaveMode mode) {
        CrashingFileSystem.clear();
        if (mode.namesTellTheJob()) {
            for (String line : OLD) {
                CrashingFileSystem.write(OUT + "/" + line.substring(0, 5) + "/part-00000", line + "\n");
            }
            CrashingFileSystem.write(OUT + "/_SUCCESS", "");
        }
    }

    private static List<String> before(SaveMode mode) {
        return mode.namesTellTheJob() ? OLD : List.of();
    }

    private static List<String> expected(SaveMode mode) {
        List<String> lines = new ArrayList<>(mode == SaveMode.APPEND ? OLD : List.of());
        NEW.forEach(lines::addAll);
        return lines.stream().sorted().toList();
    }

    private static List<String> visible() {
        List<String> lines = new ArrayList<>();
        for (String path : CrashingFileSystem.paths()) {
            String content = CrashingFileSystem.content(path);
            if (content != null && path.startsWith(OUT + "/day=")) {
                content.lines().forEach(lines::add);
            }
        }
        return lines.stream().sorted().toList();
    }

    private static boolean isMarked() {
        return CrashingFileSystem.isThere(OUT + "/_SUCCESS");
    }

    /** Whether it was done; as the driver's Save does it. */
    private boolean run(SaveMode mode, JobToken token) {
        DataSink<String> sink = sink(mode);
        try {
            sink.checkOutput();
            write(sink, token);
            return !CrashingFileSystem.isDead();
        } catch (IOException | RuntimeException e) {
            if (!CrashingFileSystem.isDead()) {
                sink.abortJob(token);
            }
            return false;
        }
    }

    private void write(DataSink<String> sink, JobToken token) throws IOException {
        write(sink, token, NEW);
    }

    private void write(DataSink<String> sink, JobToken token, List<List<String>> partitions) throws IOException {
        sink.setupJob(token);
        for (int partition = 0; partition < partitions.size(); partition++) {
            try (TaskWriter<String> writer = sink.openTask(token, new TaskToken(1, partition, 0, nextTask++))) {
                for (String line : partitions.get(partition)) {
                    writer.write(line);
                }
                writer.finish();
                writer.commit();
            }
        }
        sink.commitJob(token, List.of());
    }

    private interface Experiment {
        void run(String at) throws IOException;
    }

    /** The fault at each operation of the first run; then the experiment. */
    private void atEveryOperation(SaveMode mode, List<Fault> faults, Experiment experiment) throws IOException {
        for (Fault fault : faults) {
            int experiments = 0;
            boolean happened = true;
            for (int number = 1; happened; number++) {
                prepare(mode);
                CrashingFileSystem.order(fault, number);
                boolean done = run(mode, FIRST);
                happened = CrashingFileSystem.calm();
                String at = mode + ", " + fault + " at " + number;
                if (done) {
                    assertThat(visible()).as(at).isEqualTo(expected(mode));
                } else {
                    experiments++;
                    experiment.run(at);
                }
            }
            assertThat(experiments).as("operations that failed").isGreaterThan(10);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SaveMode.class,
            names = {"ERROR_IF_EXISTS", "APPEND", "OVERWRITE"})
    void aFailedJobLeavesNothingOfItsOwnAndCanBeRunAgain(SaveMode mode) throws IOException {
        atEveryOperation(mode, List.of(Fault.FAILS, Fault.FAILS_AFTER_THE_DEED), at -> {
            if (mode == SaveMode.ERROR_IF_EXISTS && isMarked()) {
                assertThat(visible()).as("marked, %s", at).isEqualTo(expected(mode));
                return;
            }
            if (mode == SaveMode.OVERWRITE) {
                assertThat(before(mode)).as(at).containsAll(visible());
            } else {
                assertThat(visible()).as(at).isEqualTo(before(mode));
            }
            assertThat(run(mode, AGAIN)).as(at).isTrue();
            assertThat(visible()).as(at).isEqualTo(expected(mode));
            assertThat(isMarked()).as(at).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = SaveMode.class,
            names = {"ERROR_IF_EXISTS", "APPEND", "OVERWRITE"})
    void aSecondDriverDoesTheJobOfADeadOneAgain(SaveMode mode) throws IOException {
        atEveryOperation(mode, List.of(Fault.DIES, Fault.DIES_AFTER_THE_DEED), at -> {
            if (mode == SaveMode.ERROR_IF_EXISTS && isMarked()) {
                assertThat(visible()).as("marked, %s", at).isEqualTo(expected(mode));
            }
            DataSink<String> sink = sink(mode);
            if (sink.remains(FIRST) == Remains.VISIBLE) {
                sink.finishCommit(FIRST, List.of());
            } else {
                sink.abortJob(FIRST);
                write(sink, SECOND_DRIVER);
            }
            assertThat(visible()).as(at).isEqualTo(expected(mode));
            assertThat(isMarked()).as(at).isTrue();
        });
    }

    /** The program, run again after its driver died, writes less. */
    @ParameterizedTest
    @EnumSource(
            value = SaveMode.class,
            names = {"ERROR_IF_EXISTS", "APPEND", "OVERWRITE"})
    void nothingThatADeadDriverCommittedStaysBesideWhatItsSuccessorWritesInstead(SaveMode mode) throws IOException {
        prepare(mode);
        assertThat(run(mode, FIRST)).isTrue();
        DataSink<String> sink = sink(mode);
        assertThat(sink.remains(FIRST)).isEqualTo(mode == SaveMode.APPEND ? Remains.UNKNOWN : Remains.VISIBLE);

        sink.removeOutput(FIRST);
        write(sink, SECOND_DRIVER, List.of(List.of("day=3 other")));

        List<String> expected = new ArrayList<>(mode == SaveMode.APPEND ? OLD : List.of());
        expected.add("day=3 other");
        assertThat(visible()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(isMarked()).isTrue();
    }

    @Test
    void singlePartitionsCannotBeReplacedWithoutRenames() {
        prepare(SaveMode.OVERWRITE_PARTITIONS);
        assertThatThrownBy(() -> sink(SaveMode.OVERWRITE_PARTITIONS).checkOutput())
                .isInstanceOf(LisleException.class)
                .hasMessageContaining("single partitions");
    }
}
