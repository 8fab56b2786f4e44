package org.lisle.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the program with faults and compares it with a run without. */
final class FaultRuns {
    private final Path folder;
    private final String expected;
    /** The stages of the program in their order. */
    private final List<Integer> stages;

    private int runs;

    /** @param folder for all runs */
    FaultRuns(Path folder) throws Exception {
        this.folder = folder;
        try (WiredCluster cluster = new WiredCluster(fresh(), Map.of(), List.of())) {
            String output = cluster.run();
            this.expected = FaultyProgram.withoutAttempts(output);
            this.stages = cluster.begun.stream()
                    .map(task -> Integer.parseInt(task.substring(0, task.indexOf('/'))))
                    .distinct()
                    .sorted()
                    .toList();
            FaultyProgram.checkedAttempts(output, "without a fault");
        }
        assertThat(stages).hasSize(3);
    }

    /** A pattern of attempts of the program's stage, from 0. */
    String attemptsOf(int stage) {
        return stages.get(stage) + "/.*";
    }

    /** What a run with faults came to. */
    record Outcome(int tasksRunAgain, Set<String> partitionsRunAgain, int executorsReplaced) {}

    /** Runs with the faults; checks that each fired and that the output is that of a run without. */
    Outcome run(Map<String, String> settings, List<Order> orders) throws Exception {
        try (WiredCluster cluster = new WiredCluster(fresh(), settings, orders)) {
            String output = cluster.run();
            assertThat(orders).allSatisfy(order -> assertThat(order.fired().get())
                    .as("times that %s fired", order)
                    .isPositive());
            assertThat(FaultyProgram.withoutAttempts(output))
                    .as("output after %s", orders)
                    .isEqualTo(expected);
            FaultyProgram.checkedAttempts(output, orders.toString());
            return outcome(cluster);
        }
    }

    private static Outcome outcome(WiredCluster cluster) {
        Map<String, Integer> attempts = new HashMap<>();
        cluster.begun.forEach(task -> attempts.merge(task.substring(0, task.lastIndexOf('/')), 1, Integer::sum));
        Set<String> again = new HashSet<>();
        attempts.forEach((task, times) -> {
            if (times > 1) {
                again.add(task);
            }
        });
        return new Outcome(cluster.begun.size() - attempts.size(), again, cluster.replaced.size());
    }

    private Path fresh() throws Exception {
        return Files.createDirectory(folder.resolve("run" + runs++));
    }
}
