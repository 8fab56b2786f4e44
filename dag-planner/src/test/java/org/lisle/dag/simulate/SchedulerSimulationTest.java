package org.lisle.dag.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.lisle.core.config.LisleConf;
import org.lisle.core.resource.ExecutorProfile;

/**
 * Random jobs on clusters that lose executors, nodes, files, messages and the ways between any two parties; what must always hold is checked
 * after each event. Another range of seeds: {@code -Dlisle.simulation.firstSeed=N -Dlisle.simulation.seeds=N}.
 */
class SchedulerSimulationTest {
    private static final int JOBS = 10;
    private static final ExecutorProfile USUAL = ExecutorProfile.usual(LisleConf.empty());

    /** Of executors: all alike, some of a resource profile, or all alike with some tasks that take two slots. */
    private static final List<List<ExecutorProfile>> KINDS = List.of(
            List.of(USUAL),
            List.of(USUAL),
            List.of(USUAL),
            List.of(USUAL, new ExecutorProfile("large", 4, 4096, 0, 2, List.of())),
            List.of(USUAL, new ExecutorProfile("", 4, 1024, 0, 2, List.of())));

    private final FaultCounts all = new FaultCounts();
    private final Map<NetworkFaults.Between, Integer> cuts = new EnumMap<>(NetworkFaults.Between.class);
    private int madeAgain;
    private int ofProfiles;
    private int ofSeveralSlots;

    @Test
    void everyJobEndsRightWhateverIsLost() {
        simulate(Integer.getInteger("lisle.simulation.seeds", 150));
    }

    @Test
    @Tag("soak")
    void everyJobOfFiveThousandSimulationsEndsRight() {
        simulate(5_000);
    }

    private void simulate(int seeds) {
        long firstSeed = Long.getLong("lisle.simulation.firstSeed", 1);
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            Simulation simulation = run(seed);
            all.add(simulation.counts);
            simulation.networkFaults.happened.forEach((between, times) -> cuts.merge(between, times, Integer::sum));
            madeAgain += simulation.checker.partitionsMadeAgain;
            ofProfiles += simulation.checker.tasksOfProfiles;
            ofSeveralSlots += simulation.checker.tasksOfSeveralSlots;
        }
        System.out.printf("%d simulations: %s, cuts %s, %d map outputs made again%n", seeds, all, cuts, madeAgain);

        int succeeded = all.of(SimulatedFault.JOBS_SUCCEEDED);
        assertThat(succeeded + all.of(SimulatedFault.JOBS_FAILED)).isEqualTo(seeds * JOBS);
        assertThat(all.of(SimulatedFault.JOBS_THAT_FOUND_NO_EXECUTOR))
                .as("jobs that found no executor")
                .isLessThan(seeds * JOBS / 12);
        assertThat(succeeded).isGreaterThan(seeds * JOBS * 9 / 10);
        assertThat(SimulatedFault.values())
                .allSatisfy(fault ->
                        assertThat(all.of(fault)).as("times of %s", fault).isPositive());
        assertThat(cuts).as("kinds of cuts").containsOnlyKeys(NetworkFaults.Between.values());
        assertThat(madeAgain).isPositive();
        assertThat(ofProfiles).as("tasks on executors of a profile").isPositive();
        assertThat(ofSeveralSlots).as("tasks that take two slots").isPositive();
    }

    private static Simulation run(long seed) {
        var simulation = new Simulation(
                seed, JOBS, 4 + (int) (seed % 5), seed % 2 == 0, seed % 4 == 3, KINDS.get((int) (seed % KINDS.size())));
        try {
            simulation.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
        return simulation;
    }
}
