package org.lisle.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.LisleContext;
import org.lisle.core.journal.JobDone;
import org.lisle.core.journal.ResultDone;

/** Results that are too large for the journal stay in their executors, and the next driver takes them from there. */
@Timeout(120)
class LargeResultsTest {
    private static final int LARGE = 700_000;

    @TempDir
    Path folder;

    private Rig rig(String driverLimit) {
        return new Rig(
                folder, Map.of("lisle.journal.maxResultSize", "100k", "lisle.driver.maxResultSize", driverLimit));
    }

    /** Two actions with large results; what they gave, in a few characters. */
    private static String program(LisleContext context) {
        List<String> first = context.parallelize(List.of(1, 2), 2)
                .map(number -> number + noise())
                .collect();
        List<String> second = context.parallelize(List.of(3), 1)
                .map(number -> number + noise())
                .collect();
        return brief(first) + brief(second);
    }

    /** Does not compress. */
    private static String noise() {
        StringBuilder text = new StringBuilder(LARGE);
        Random random = new Random(1);
        while (text.length() < LARGE) {
            text.append((char) (' ' + random.nextInt(95)));
        }
        return text.toString();
    }

    private static String brief(List<String> texts) {
        return texts.stream()
                .map(text -> text.charAt(0) + "*" + text.substring(1).equals(noise()) + " ")
                .reduce("", String::concat);
    }

    private static final String SAID = "1*true 2*true 3*true ";

    /** Runs the first driver until the last action is in its journal. */
    private static void dieAtTheEnd(Rig rig) throws Exception {
        int lastJob = 2;
        String said = rig.run(1, Crash.How.AFTER, lastDone(lastJob), LargeResultsTest::program);
        assertThat(said).isNull();
        List<SpecificRecord> results = rig.journals.records(1).stream()
                .filter(ResultDone.class::isInstance)
                .toList();
        assertThat(results).hasSize(3);
        for (SpecificRecord done : results) {
            assertThat(((ResultDone) done).getResult() == null).isTrue();
            assertThat(((ResultDone) done).getBlock()).startsWith("result_");
        }
    }

    /** The number of the record that ends the job: epoch, executor; then of each job its stage, its begin, its results and its end. */
    private static int lastDone(int jobs) {
        return jobs == 2 ? 2 + (2 + 2 + 1) + (2 + 1 + 1) : -1;
    }

    @Test
    void theNextDriverFetchesThemAndRunsNothing() throws Exception {
        try (Rig rig = rig("1g")) {
            rig.startExecutor();
            dieAtTheEnd(rig);
            assertThat(rig.journals.records(1)).last().isInstanceOf(JobDone.class);

            assertThat(rig.run(2, LargeResultsTest::program)).isEqualTo(SAID);

            assertThat(rig.launchedBy(2)).isEmpty();
        }
    }

    @Test
    void theThirdDriverFetchesThemToo() throws Exception {
        try (Rig rig = rig("1g")) {
            rig.startExecutor();
            dieAtTheEnd(rig);
            assertThat(rig.run(2, Crash.How.BEFORE, 4, LargeResultsTest::program))
                    .isNull();

            assertThat(rig.run(3, LargeResultsTest::program)).isEqualTo(SAID);

            assertThat(rig.launchedBy(2)).isEmpty();
            assertThat(rig.launchedBy(3)).isEmpty();
        }
    }

    @Test
    void whatIsGoneWithItsExecutorIsComputedAgain() throws Exception {
        try (Rig rig = rig("1g")) {
            rig.startExecutor();
            dieAtTheEnd(rig);
            rig.replaceExecutors();

            assertThat(rig.run(2, LargeResultsTest::program)).isEqualTo(SAID);

            assertThat(rig.launchedBy(2)).hasSize(3);
        }
    }

    @Test
    void theOldestAreGivenUpWhenTheyAreTooManyBytes() throws Exception {
        try (Rig rig = rig("1800k")) {
            rig.startExecutor();
            dieAtTheEnd(rig);

            assertThat(rig.run(2, LargeResultsTest::program)).isEqualTo(SAID);

            assertThat(rig.launchedBy(2)).hasSize(1);
        }
    }
}
