package org.lisle.hdfs.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lisle.api.SaveMode;
import org.lisle.api.SaveOptions;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSink;
import org.lisle.core.io.DataSink.JobToken;
import org.lisle.core.io.DataSink.Remains;
import org.lisle.core.io.DataSink.TaskToken;
import org.lisle.core.io.DataSink.TaskWriter;
import org.lisle.hdfs.CrashingFileSystem;
import org.lisle.hdfs.CrashingFileSystem.Fault;

/**
 * A job writes two partitions, and the k-th operation of the file system fails, or is the last one of its process, for every k. Then the
 * output is whole or not there, and so it is when the job is run again, or when a second driver goes on.
 */
class CommitCrashTest {
    private static final JobToken FIRST = new JobToken(1_700_000_000_000L, 1, 0, 1);
    private static final JobToken SECOND_DRIVER = new JobToken(1_700_000_000_000L, 1, 1_000, 2);
    private static final JobToken AGAIN = new JobToken(1_700_000_900_000L, 2, 0, 1);

    private static final String OUT = "/data/out";
    private static final Set<String> OLD = Set.of("day=1 old1", "day=2 old2");
    private static final List<List<String>> NEW = List.of(List.of("day=2 new2", "day=3 new3"), List.of("day=3 more3"));

    enum Committer {
        ALGORITHM_1(1, EnumSet.allOf(SaveMode.class), Map.of()),
        ALGORITHM_2(
                1,
                EnumSet.of(SaveMode.ERROR_IF_EXISTS, SaveMode.OVERWRITE),
                Map.of("mapreduce.fileoutputcommitter.algorithm.version", "2")),
        WITHOUT_MARK(
                1,
                EnumSet.of(SaveMode.OVERWRITE, SaveMode.APPEND),
                Map.of("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")),
        MANIFEST(
                4,
                EnumSet.of(SaveMode.APPEND),
                Map.of(
                        "mapreduce.outputcommitter.factory.scheme.crash",
                        "org.apache.hadoop.mapreduce.lib.output.committer.manifest.ManifestCommitterFactory",
                        "mapreduce.manifest.committer.io.threads",
                        "1"));

        /** Every n-th operation goes wrong in each build, every one in the profile {@code soak}: some committers take their time. */
        private final int quickStep;

        private final Set<SaveMode> modes;
        private final Map<String, String> settings;

        Committer(int quickStep, Set<SaveMode> modes, Map<String, String> settings) {
            this.quickStep = quickStep;
            this.modes = modes;
            this.settings = settings;
        }
    }

    private long nextTask;

    @AfterEach
    void calm() {
        CrashingFileSystem.calm();
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Committer committer : Committer.values()) {
            committer.modes.forEach(mode -> cases.add(Arguments.of(mode, committer)));
        }
        return cases.stream();
    }

    static Stream<Arguments> slowCases() {
        return cases().filter(each -> ((Committer) each.get()[1]).quickStep > 1);
    }

    @Tag("soak")
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("slowCases")
    void soItIsAtEveryOperationOfASlowCommitter(SaveMode mode, Committer committer) throws IOException {
        failJob(mode, committer, 1);
        runDeadJobAgain(mode, committer, 1);
        endJobOfDeadDriver(mode, committer, 1);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void aFailedJobLeavesThePlaceAsItWas(SaveMode mode, Committer committer) throws IOException {
        failJob(mode, committer, committer.quickStep);
    }

    private void failJob(SaveMode mode, Committer committer, int step) throws IOException {
        everyOperation(step, List.of(Fault.FAILS, Fault.FAILS_AFTER_THE_DEED), (fault, k) -> {
            Job job = new Job(mode, committer);
            job.prepare();
            CrashingFileSystem.order(fault, k);
            boolean done = job.run(FIRST);
            boolean happened = CrashingFileSystem.calm();
            String at = fault + " at " + k;
            if (done) {
                assertThat(job.visible()).as(at).isEqualTo(job.expected());
            } else {
                assertThat(job.visible()).as(at).isEqualTo(job.before());
                job.assertNothingTemporary(at);
                assertThat(job.run(AGAIN)).as(at).isTrue();
                assertThat(job.visible()).as(at).isEqualTo(job.expected());
            }
            job.assertNothingTemporary(at);
            return happened;
        });
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void aDeadJobThatIsRunAgainLeavesNoMixture(SaveMode mode, Committer committer) throws IOException {
        runDeadJobAgain(mode, committer, committer.quickStep);
    }

    private void runDeadJobAgain(SaveMode mode, Committer committer, int step) throws IOException {
        // dead after the deed is dead at the next one: only the files are left
        everyOperation(step, List.of(Fault.DIES), (fault, k) -> {
            Job job = new Job(mode, committer);
            job.prepare();
            CrashingFileSystem.order(fault, k);
            job.run(FIRST);
            boolean happened = CrashingFileSystem.calm();
            String at = fault + " at " + k;
            List<String> left = job.visible();
            boolean whole = left.equals(job.expected());
            if (job.replacesAtOnce() || job.isMarked()) {
                assertThat(List.of(left.isEmpty() ? job.before() : left))
                        .as(at)
                        .containsAnyOf(job.before(), job.expected());
            }
            if (mode == SaveMode.ERROR_IF_EXISTS && whole) {
                job.assertRefused(AGAIN, at);
            } else {
                assertThat(job.run(AGAIN)).as(at).isTrue();
            }
            if (!(mode == SaveMode.APPEND && whole && job.visible().equals(job.twice()))) {
                assertThat(job.visible()).as(at).isEqualTo(job.expected());
            }
            if (mode == SaveMode.IGNORE && whole || mode == SaveMode.ERROR_IF_EXISTS && whole) {
                return happened;
            }
            job.assertNothingTemporaryBut(job.sharesThePlace() ? FIRST : null, at);
            return happened;
        });
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void aSecondDriverEndsTheJob(SaveMode mode, Committer committer) throws IOException {
        endJobOfDeadDriver(mode, committer, committer.quickStep);
    }

    private void endJobOfDeadDriver(SaveMode mode, Committer committer, int step) throws IOException {
        everyOperation(step, List.of(Fault.DIES, Fault.DIES_AFTER_THE_DEED), (fault, k) -> {
            Job job = new Job(mode, committer);
            job.prepare();
            CrashingFileSystem.order(fault, k);
            boolean done = job.run(FIRST);
            boolean happened = CrashingFileSystem.calm();
            String at = fault + " at " + k + ", " + job.journal + " " + job.committed.keySet();
            if (!done) {
                job.takeOver();
            }
            assertThat(job.visible()).as(at).isEqualTo(job.expected());
            job.assertNothingTemporary(at);
            return happened;
        });
    }

    private interface Experiment {
        /** Whether the fault happened: there are so many operations. */
        boolean run(Fault fault, int number) throws IOException;
    }

    private void everyOperation(int step, List<Fault> faults, Experiment experiment) throws IOException {
        for (Fault fault : faults) {
            int number = 1;
            CrashingFileSystem.clear();
            while (experiment.run(fault, number)) {
                CrashingFileSystem.clear();
                number += step;
                if (number > 1_000) {
                    fail("the job does not end");
                }
            }
            assertThat(number).as("operations that failed").isGreaterThan(10);
        }
    }

    private enum Journal {
        NOTHING,
        BEGUN,
        COMMITTING,
        COMMITTED
    }

    /** The job, run as the driver's Save does it. */
    private final class Job {
        private final SaveMode mode;
        private final Committer committer;
        private final DataSink<String> sink;
        private final Map<Integer, byte[]> committed = new HashMap<>();
        private Journal journal = Journal.NOTHING;

        Job(SaveMode mode, Committer committer) {
            this.mode = mode;
            this.committer = committer;
            this.sink = sink(mode);
        }

        private DataSink<String> sink(SaveMode sinkMode) {
            Map<String, String> settings = new HashMap<>(CrashingFileSystem.SETTINGS);
            settings.putAll(committer.settings);
            SaveOptions<String> options = SaveOptions.<String>of(sinkMode)
                    .partitionedBy(List.of("day"), line -> List.of(line.substring(4, 5)));
            return ((CommittedSink<String>) TextOutput.<String>sink("crash://" + OUT, null, options, settings))
                    .waiting(Duration.ZERO);
        }

        boolean replacesAtOnce() {
            return !sharesThePlace();
        }

        boolean sharesThePlace() {
            return mode == SaveMode.APPEND || mode == SaveMode.OVERWRITE_PARTITIONS;
        }

        private boolean hasOld() {
            return mode.namesTellTheJob();
        }

        void prepare() {
            if (!hasOld()) {
                return;
            }
            for (String line : OLD) {
                CrashingFileSystem.write(OUT + "/" + line.substring(0, 5) + "/part-00000", line + "\n");
            }
            CrashingFileSystem.write(OUT + "/_SUCCESS", "");
        }

        List<String> before() {
            return hasOld() ? List.copyOf(new TreeSet<>(OLD)) : List.of();
        }

        List<String> expected() {
            List<String> lines = new ArrayList<>();
            if (mode == SaveMode.APPEND) {
                lines.addAll(OLD);
            } else if (mode == SaveMode.OVERWRITE_PARTITIONS) {
                lines.add("day=1 old1");
            }
            NEW.forEach(lines::addAll);
            return lines.stream().sorted().toList();
        }

        List<String> twice() {
            List<String> lines = new ArrayList<>(expected());
            NEW.forEach(lines::addAll);
            return lines.stream().sorted().toList();
        }

        /** Lines of the files that readers see, sorted. */
        List<String> visible() {
            List<String> lines = new ArrayList<>();
            for (String path : CrashingFileSystem.paths()) {
                String content = CrashingFileSystem.content(path);
                if (content != null && path.startsWith(OUT + "/day=")) {
                    content.lines().forEach(lines::add);
                }
            }
            return lines.stream().sorted().toList();
        }

        boolean isMarked() {
            return CrashingFileSystem.isThere(OUT + "/_SUCCESS") && committer != Committer.WITHOUT_MARK;
        }

        /** Whether it was done. */
        boolean run(JobToken token) {
            try {
                if (sink.checkOutput()) {
                    journal = Journal.BEGUN;
                    sink.setupJob(token);
                    write(token);
                }
                return !CrashingFileSystem.isDead();
            } catch (IOException | RuntimeException e) {
                if (!CrashingFileSystem.isDead()) {
                    sink.abortJob(token);
                }
                return false;
            }
        }

        private void write(JobToken token) throws IOException {
            for (int partition = 0; partition < NEW.size(); partition++) {
                if (!committed.containsKey(partition) || !token.equals(FIRST)) {
                    committed.put(partition, task(token, partition));
                }
            }
            journal = Journal.COMMITTING;
            sink.commitJob(token, List.of());
            if (!CrashingFileSystem.isDead()) {
                journal = Journal.COMMITTED;
            }
        }

        private byte[] task(JobToken token, int partition) throws IOException {
            try (TaskWriter<String> writer = sink.openTask(token, new TaskToken(1, partition, 0, nextTask++))) {
                for (String line : NEW.get(partition)) {
                    writer.write(line);
                }
                writer.finish();
                return writer.commit();
            }
        }

        /** As a second driver does that reads the journal. */
        void takeOver() throws IOException {
            if (journal == Journal.NOTHING) {
                assertThat(run(SECOND_DRIVER)).isTrue();
                return;
            }
            Remains remains = sink.remains(FIRST);
            boolean counts = journal == Journal.BEGUN ? remains == Remains.PENDING : remains != Remains.NOTHING;
            if (counts
                    && (remains != Remains.PENDING || sink.committedTasks(FIRST).containsAll(committed.keySet()))) {
                if (journal == Journal.COMMITTING) {
                    sink.finishCommit(FIRST, List.of());
                } else {
                    write(FIRST);
                }
                return;
            }
            if (journal == Journal.BEGUN || remains == Remains.NOTHING) {
                sink.abortJob(FIRST);
            } else {
                sink.removeOutput(FIRST);
            }
            sink.setupJob(SECOND_DRIVER);
            write(SECOND_DRIVER);
        }

        void assertRefused(JobToken token, String at) {
            try {
                sink.checkOutput();
                fail("a whole output was not refused, " + at + ", " + token);
            } catch (LisleException e) {
                assertThat(e.code()).as(at).isEqualTo(ErrorCode.OUTPUT_EXISTS);
            }
        }

        void assertNothingTemporary(String at) {
            assertNothingTemporaryBut(null, at);
        }

        void assertNothingTemporaryBut(@Nullable JobToken token, String at) {
            String staging = "/data/.lisle-out";
            assertThat(CrashingFileSystem.paths().stream()
                            .filter(path -> path.contains(".lisle") || path.contains("_temporary"))
                            .filter(path -> token == null
                                    || !path.equals(staging)
                                            && !path.startsWith(staging + "/" + AttemptIds.name(token))))
                    .as("left behind, %s", at)
                    .isEmpty();
        }
    }
}
