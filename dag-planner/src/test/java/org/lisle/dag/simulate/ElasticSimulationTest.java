package org.lisle.dag.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lisle.core.config.ExecutorRange;

/** Executors come and go with the work, in virtual time. Another range of seeds: {@code -Dlisle.simulation.firstSeed=N}. */
class ElasticSimulationTest {
    private static final int SEEDS = 12;
    private static final int JOBS = 40;
    private static final ExecutorRange FROM_NONE = new ExecutorRange(0, 2, 7);

    private static List<ElasticSimulation> run(ExecutorRange range, boolean harm, boolean refusesServers) {
        long firstSeed = Long.getLong("lisle.simulation.firstSeed", 1);
        List<ElasticSimulation> all = new ArrayList<>();
        for (long seed = firstSeed; seed < firstSeed + SEEDS; seed++) {
            var simulation = new ElasticSimulation(seed, JOBS, range, 4, harm, refusesServers);
            try {
                simulation.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            all.add(simulation);
        }
        return all;
    }

    @Test
    void nothingIsComputedAgainForExecutorsThatWereGivenBack() {
        List<ElasticSimulation> all = run(FROM_NONE, false, false);

        assertThat(all).allSatisfy(one -> {
            assertThat(one.jobsSucceeded).isEqualTo(JOBS);
            assertThat(one.fetchesFailed).isZero();
            assertThat(one.checker.partitionsMadeAgain).isZero();
            assertThat(one.givenBack).isPositive();
        });
        assertThat(all).anySatisfy(one -> assertThat(one.most).isEqualTo(7));
        assertThat(all).anySatisfy(one -> assertThat(one.largeCame).isGreaterThan(1));
        assertThat(all).anySatisfy(one -> assertThat(one.serversStarted).isPositive());
        assertThat(all).anySatisfy(one -> assertThat(one.blocksMoved).isPositive());
    }

    @Test
    void theMinimumStays() {
        assertThat(run(new ExecutorRange(2, 2, 7), false, false))
                .allSatisfy(one -> assertThat(one.jobsSucceeded).isEqualTo(JOBS));
    }

    @Test
    void jobsEndThoughExecutorsCrashAndTasksFail() {
        List<ElasticSimulation> all = run(FROM_NONE, true, false);

        assertThat(all).allSatisfy(one -> {
            assertThat(one.executorsCrashed).isPositive();
            assertThat(one.jobsSucceeded).isPositive();
        });
        assertThat(all).anySatisfy(one -> assertThat(one.executorsTooSmall).isPositive());
    }

    @Test
    void nothingThatARunningJobReadsIsLostWhereNoShuffleServerCanBeHad() {
        List<ElasticSimulation> all = run(FROM_NONE, false, true);

        assertThat(all).allSatisfy(one -> {
            assertThat(one.jobsSucceeded).isEqualTo(JOBS);
            assertThat(one.fetchesFailed).isZero();
            assertThat(one.givenBack).isPositive();
        });
    }
}
