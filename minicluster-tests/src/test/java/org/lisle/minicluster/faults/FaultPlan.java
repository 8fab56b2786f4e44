package org.lisle.minicluster.faults;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.lisle.core.config.Settings;

/**
 * What a test orders, as the text of {@code lisle.testing.faults}: the log's path and the orders, separated by semicolons.
 *
 * @param log the file that takes the faults that happened
 * @param orders the form is {@link FaultOrder}'s
 */
public record FaultPlan(Path log, List<FaultOrder> orders) {
    /** The settings that bring this plan to every process of a job whose jar has the tests' classes. */
    public static Map<String, String> settings(Path log, String... orders) {
        Arrays.stream(orders).forEach(FaultOrder::parse);
        return Map.of(
                Settings.TESTING_FAULTS.name(),
                String.join(
                        ";",
                        Stream.concat(Stream.of(log.toString()), Arrays.stream(orders))
                                .toList()));
    }

    static FaultPlan parse(String text) {
        String[] parts = text.split(";");
        return new FaultPlan(
                Path.of(parts[0]),
                Arrays.stream(parts).skip(1).map(FaultOrder::parse).toList());
    }

    /** The faults that happened in any process, as {@code POINT:KEY@PROCESS=KIND}. */
    public static List<String> happened(Path log) {
        return ScriptedFaults.happened(log);
    }
}
