package org.lisle.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.hadoop.fs.FileUtil;
import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggingEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.LongAccumulator;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.Rdd;
import org.lisle.core.journal.DatasetPlanned;
import org.lisle.core.journal.JobBegun;
import org.lisle.core.journal.JobDone;
import org.lisle.core.journal.OutputCommitted;
import org.lisle.core.journal.StagePlanned;

/** What the second run of a program meets: programs that do not do the same again, and what happened to the first run's work. */
@Timeout(120)
class SecondRunTest {
    @TempDir
    Path folder;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final AppenderSkeleton listening = new AppenderSkeleton() {
        @Override
        protected void append(LoggingEvent event) {
            log.add(event.getRenderedMessage());
        }

        @Override
        public boolean requiresLayout() {
            return false;
        }

        @Override
        public void close() {}
    };

    SecondRunTest() {
        Logger.getLogger("org.lisle.dag").addAppender(listening);
        Logger.getLogger("org.lisle.dag").setLevel(org.apache.log4j.Level.INFO);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("org.lisle.dag").removeAppender(listening);
    }

    /** The number of the record after which nothing of this type follows, in a run without a fault. */
    private int last(Class<? extends SpecificRecord> type, Rig.Main main) throws Exception {
        Path place = Files.createDirectory(folder.resolve("calm"));
        try (Rig rig = new Rig(place)) {
            rig.startExecutor();
            rig.run(1, main);
            List<SpecificRecord> records = rig.journals.records(1);
            for (int record = records.size(); record > 0; record--) {
                if (type.isInstance(records.get(record - 1))) {
                    return record;
                }
            }
            throw new AssertionError("no record of " + type + " among " + records);
        }
    }

    @Test
    void aCapturedValueThatIsAnotherOneIsComputedAnewAndTheLogSaysSo() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Rig.Main main = context -> {
            int captured = runs.incrementAndGet();
            Rdd<Integer> numbers = context.parallelize(List.of(1, 2, 3), 2).map(number -> number * 10);
            return numbers.count() + " "
                    + numbers.map(number -> number + captured).collect();
        };
        int end = last(JobDone.class, main);
        try (Rig rig = new Rig(folder)) {
            rig.startExecutor();
            assertThat(rig.run(1, Crash.How.AFTER, end, main)).isNull();
            assertThat(rig.run(2, main))
                    .isEqualTo("3 [" + (10 + runs.get()) + ", " + (20 + runs.get()) + ", " + (30 + runs.get()) + "]");
            assertThat(log)
                    .anyMatch(line -> line.matches(
                            "Action 1 \\(count at SecondRunTest.java:\\d+\\) is answered from the journal"))
                    .anyMatch(line -> line.matches(
                            "Action 2 \\(collect at .*\\) is not as it was: the values captured by the function of"
                                    + " map at SecondRunTest.java:\\d+ differ; it is computed anew"));
        }
    }

    @Test
    void aDifferenceBehindAShuffleIsNamedToo() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Rig.Main main = context -> {
            int captured = runs.incrementAndGet();
            return context.parallelize(List.of(1, 2, 3), 2)
                    .mapToPair(number -> Pair.of(number, captured))
                    .reduceByKey(Integer::sum)
                    .values()
                    .distinct()
                    .collect()
                    .toString();
        };
        int end = last(JobDone.class, main);
        try (Rig rig = new Rig(folder)) {
            rig.startExecutor();
            assertThat(rig.run(1, Crash.How.AFTER, end, main)).isNull();
            assertThat(rig.run(2, main)).isEqualTo("[" + runs.get() + "]");
            assertThat(log)
                    .anyMatch(line ->
                            line.contains("the values captured by the function of mapToPair at SecondRunTest.java:"));
        }
    }

    /** Drivers that answer many actions from the journal shall not write down again what those of before did. */
    @Test
    void aJobThatGoesOnIsWrittenWithoutItsPartsWhichTheNextDriverStillKnows() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Rig.Main main = context -> {
            int captured = runs.incrementAndGet() / 4;
            return context.parallelize(List.of(1, 2, 3), 2)
                    .mapToPair(number -> Pair.of(number, captured))
                    .reduceByKey(Integer::sum)
                    .values()
                    .collect()
                    .toString();
        };
        int end = last(JobDone.class, main);
        try (Rig rig = new Rig(folder)) {
            rig.startExecutor();
            assertThat(rig.run(1, Crash.How.AFTER, end, main)).isNull();
            assertThat(rig.run(2, Crash.How.AFTER, 4, main)).isNull();
            assertThat(plans(rig, 1)).isNotEmpty().noneMatch(stage -> stage.getParts()
                    .isEmpty());
            assertThat(plans(rig, 2)).isNotEmpty().allMatch(stage -> stage.getParts()
                    .isEmpty());
            assertThat(rig.run(3, main)).isEqualTo("[1, 1, 1]");
            assertThat(log)
                    .anyMatch(line ->
                            line.contains("the values captured by the function of mapToPair at SecondRunTest.java:"));
        }
    }

    private static List<StagePlanned> plans(Rig rig, int epoch) {
        return rig.journals.records(epoch).stream()
                .filter(StagePlanned.class::isInstance)
                .map(StagePlanned.class::cast)
                .toList();
    }

    @Test
    void outputOfAnotherCapturedValueReplacesTheFirstRuns() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Rig.Main main = context -> {
            int captured = runs.incrementAndGet();
            Path out = folder.resolve("out-" + (captured == 1 ? "calm" : "dies"));
            context.parallelize(List.of(1, 2), 2).map(number -> "n" + captured).saveAsTextFile(out.toString());
            return Programs.files(out);
        };
        int end = last(OutputCommitted.class, main);
        try (Rig rig = new Rig(folder)) {
            rig.startExecutor();
            assertThat(rig.run(1, Crash.How.AFTER, end, main)).isNull();
            assertThat(rig.run(2, main))
                    .contains("part-00000 [n3]", "part-00001 [n3]", "_SUCCESS")
                    .doesNotContain("n2");
        }
    }

    @Test
    void outputThatTheProgramItselfRemovesIsWrittenAgain() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Rig.Main main = context -> {
            Path out = folder.resolve("out-" + (runs.incrementAndGet() == 1 ? "calm" : "dies"));
            remove(out);
            context.parallelize(List.of("a", "b"), 2).saveAsTextFile(out.toString());
            return Programs.files(out);
        };
        int end = last(OutputCommitted.class, main);
        for (int record = 3; record <= end; record++) {
            Path place = Files.createDirectory(folder.resolve("place" + record));
            try (Rig rig = new Rig(place)) {
                rig.startExecutor();
                assertThat(rig.run(1, Crash.How.AFTER, record, main)).isNull();
                assertThat(rig.run(2, main))
                        .as("stopped after %s", record)
                        .contains("part-00000 [a]", "part-00001 [b]", "_SUCCESS");
            }
        }
    }

    /** Tasks of the first run may still write there. */
    private static void remove(Path out) {
        while (Files.exists(out)) {
            FileUtil.fullyDelete(out.toFile());
        }
    }

    @Test
    void accumulatorsHaveWhatTheFirstRunsTasksAdded() throws Exception {
        Rig.Main main = context -> {
            LongAccumulator records = context.longAccumulator("records");
            long distinct = context.parallelize(List.of(1, 2, 2, 3, 3, 3), 3)
                    .map(number -> {
                        records.add(1);
                        return number;
                    })
                    .distinct()
                    .count();
            return distinct + " of " + records.value();
        };
        int end = last(JobDone.class, main);
        for (int record = 2; record <= end; record++) {
            Path place = Files.createDirectory(folder.resolve("place" + record));
            try (Rig rig = new Rig(place)) {
                rig.startExecutor();
                assertThat(rig.run(1, Crash.How.AFTER, record, main)).isNull();
                assertThat(rig.run(2, main)).as("stopped after %s", record).isEqualTo("3 of 6");
            }
        }
    }

    @Test
    void jobsOfSeveralThreadsMeetTheirLikes() throws Exception {
        Rig.Main main = context -> {
            PairRdd<Integer, Integer> pairs = context.parallelize(List.of(1, 2, 3, 4), 2)
                    .mapToPair(number -> Pair.of(number % 2, number))
                    .reduceByKey(Integer::sum);
            pairs.count();
            List<CompletableFuture<Integer>> jobs = new ArrayList<>();
            for (int job = 0; job < 6; job++) {
                int factor = job;
                jobs.add(CompletableFuture.supplyAsync(
                        () -> pairs.values().map(sum -> sum * factor).reduce(Integer::sum)));
            }
            return jobs.stream().map(CompletableFuture::join).toList().toString();
        };
        int end = last(JobDone.class, main);
        try (Rig rig = new Rig(folder)) {
            rig.startExecutor();
            assertThat(rig.run(1, Crash.How.AFTER, end, main)).isNull();
            assertThat(rig.run(2, main)).isEqualTo("[0, 10, 20, 30, 40, 50]");
            assertThat(rig.launchedBy(2)).isEmpty();
            assertThat(rig.journals.records(2))
                    .filteredOn(JobBegun.class::isInstance)
                    .allMatch(begun -> ((JobBegun) begun).getContinues() >= 0);
        }
    }

    @Test
    void cachedPartitionsKeepTheirNamesAndTheirHolders() throws Exception {
        AtomicInteger computed = COMPUTED;
        Rig.Main main = context -> {
            Rdd<Integer> cached = context.parallelize(List.of(1, 2, 3, 4), 2)
                    .map(number -> {
                        COMPUTED.incrementAndGet();
                        return number;
                    })
                    .cache();
            return cached.count() + " " + cached.map(number -> number + 1).collect()
                    + cached.filter(number -> number > 2).count();
        };
        int end = last(JobDone.class, main) - 1;
        computed.set(0);
        try (Rig rig = new Rig(folder)) {
            rig.startExecutor();
            assertThat(rig.run(1, Crash.How.BEFORE, end, main)).isNull();
            assertThat(rig.run(2, main)).isEqualTo("4 [2, 3, 4, 5]2");
            assertThat(computed).hasValue(4);
            assertThat(datasets(rig, 2)).isEqualTo(datasets(rig, 1));
        }
    }

    private static final AtomicInteger COMPUTED = new AtomicInteger();

    private static List<SpecificRecord> datasets(Rig rig, int epoch) {
        return rig.journals.records(epoch).stream()
                .filter(DatasetPlanned.class::isInstance)
                .toList();
    }

    @Test
    void anUnreadableJournalMeansFromTheStart() throws Exception {
        Path out = folder.resolve("out");
        try (Rig rig = new Rig(folder)) {
            Rig.Main main = Programs.THREE_SHUFFLES.in(folder, rig);
            int end = last(JobDone.class, main);
            rig.startExecutor();
            assertThat(rig.run(1, Crash.How.AFTER, end, main)).isNull();
            rig.journals.damage(1);
            String said = rig.run(2, main);
            assertThat(said).contains("seen true");
            assertThat(rig.launchedBy(2)).isNotEmpty();
        }
        assertThat(out).doesNotExist();
    }

    @Test
    void theSecondAndThirdDriverMayDieToo() throws Exception {
        Path undisturbed = Files.createDirectory(folder.resolve("undisturbed"));
        String expected;
        try (Rig rig = new Rig(undisturbed)) {
            rig.startExecutor();
            expected = rig.run(1, Programs.TWO_OUTPUTS.in(undisturbed, rig));
        }
        for (int step = 1; step < 9; step++) {
            Path place = Files.createDirectory(folder.resolve("step" + step));
            try (Rig rig = new Rig(place)) {
                Rig.Main main = Programs.TWO_OUTPUTS.in(place, rig);
                rig.startExecutor();
                int epoch = 1;
                while (rig.run(epoch, Crash.How.TORN, 12 + 2 * step, main) == null) {
                    epoch++;
                    assertThat(epoch)
                            .as("drivers that were needed when each wrote %s records", 11 + 2 * step)
                            .isLessThan(20);
                }
                assertThat(Programs.files(place.resolve("out")))
                        .isEqualTo(expected.substring(expected.indexOf('\n') + 1));
                for (int later = 2; later <= epoch; later++) {
                    NothingTwice.check(
                            rig, later, false, "each driver wrote " + (11 + 2 * step) + " records, epoch " + later);
                }
            }
        }
    }
}
