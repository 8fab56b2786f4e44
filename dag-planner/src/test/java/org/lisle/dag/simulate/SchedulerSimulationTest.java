package org.lisle.dag.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A thousand random jobs on clusters that lose things. Another range of seeds: {@code -Dlisle.simulation.firstSeed=N}. */
class SchedulerSimulationTest {
    private static final int SEEDS = 20;
    private static final int JOBS = 50;

    @Test
    void everyOfAThousandRandomJobsEndsRightWhateverIsLost() {
        long firstSeed = Long.getLong("lisle.simulation.firstSeed", 1);
        int seeds = Integer.getInteger("lisle.simulation.seeds", SEEDS);
        var all = new Simulation.Faults();
        int[] madeAgain = new int[1];
        LongStream.range(firstSeed, firstSeed + seeds).forEach(seed -> {
            Simulation simulation = run(seed);
            add(all, simulation.faults);
            madeAgain[0] += simulation.checker.partitionsMadeAgain;
        });

        assertThat(all.jobsSucceeded + all.jobsFailed).isEqualTo(seeds * JOBS);
        assertThat(all.jobsThatFoundNoExecutor)
                .as("jobs that found no executor")
                .isLessThan(seeds * JOBS / 12);
        assertThat(all.jobsSucceeded).isGreaterThan(seeds * JOBS * 9 / 10);
        assertThat(all.executorsExcluded).isPositive();
        assertThat(all.executorsLost).isPositive();
        assertThat(all.tasksFailed).isPositive();
        assertThat(all.fetchesFailed).isPositive();
        assertThat(all.filesDeleted).isPositive();
        assertThat(all.lateSuccesses).isPositive();
        assertThat(all.jobsCancelled).isPositive();
        assertThat(all.blocksEvicted).isPositive();
        assertThat(all.connectionsLost).isPositive();
        assertThat(all.tasksVanished).isPositive();
        assertThat(all.outputsFoundAgain).isPositive();
        assertThat(all.nodesLost).isPositive();
        assertThat(all.serversStarted).isPositive();
        assertThat(all.serversRefused).isPositive();
        assertThat(all.contentsChanged).isPositive();
        assertThat(madeAgain[0]).isPositive();
    }

    private static Simulation run(long seed) {
        var simulation = new Simulation(seed, JOBS, 4 + (int) (seed % 5), seed % 2 == 0, seed % 4 == 3);
        try {
            simulation.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
        return simulation;
    }

    private static void add(Simulation.Faults all, Simulation.Faults one) {
        all.executorsLost += one.executorsLost;
        all.executorsExcluded += one.executorsExcluded;
        all.jobsThatFoundNoExecutor += one.jobsThatFoundNoExecutor;
        all.tasksFailed += one.tasksFailed;
        all.fetchesFailed += one.fetchesFailed;
        all.filesDeleted += one.filesDeleted;
        all.lateSuccesses += one.lateSuccesses;
        all.commitsDenied += one.commitsDenied;
        all.jobsCancelled += one.jobsCancelled;
        all.jobsFailed += one.jobsFailed;
        all.jobsSucceeded += one.jobsSucceeded;
        all.blocksEvicted += one.blocksEvicted;
        all.connectionsLost += one.connectionsLost;
        all.tasksVanished += one.tasksVanished;
        all.outputsFoundAgain += one.outputsFoundAgain;
        all.nodesLost += one.nodesLost;
        all.serversStarted += one.serversStarted;
        all.serversRefused += one.serversRefused;
        all.contentsChanged += one.contentsChanged;
    }
}
