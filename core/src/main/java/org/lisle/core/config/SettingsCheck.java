package org.lisle.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lisle.core.error.LisleException;

/** Finds settings that mean nothing, all at once. */
final class SettingsCheck {
    private static final String OURS = "lisle.";
    static final String HADOOP = "lisle.hadoop.";

    /** Settings with a free rest of the name. */
    private static final List<String> PREFIXES = List.of(
            HADOOP,
            YarnSettings.DRIVER_ENVIRONMENT_PREFIX,
            YarnSettings.EXECUTOR_ENVIRONMENT_PREFIX,
            "lisle.executor.resource.",
            "lisle.scheduler.pool.");

    private SettingsCheck() {}

    static List<String> problems(Map<String, String> values) {
        Map<String, ConfigKey<?>> keys = new TreeMap<>();
        Settings.ALL.forEach(key -> keys.put(key.name(), key));
        List<String> problems = new ArrayList<>();
        new TreeMap<>(values).forEach((name, value) -> {
            ConfigKey<?> key = keys.get(name);
            if (key != null) {
                invalid(key, value).ifPresent(problems::add);
            } else if (name.startsWith(OURS) && !isKnown(name)) {
                problems.add(unknown(name));
            }
        });
        if (problems.isEmpty()) {
            sentence(() -> ExecutorRange.of(LisleConf.of(values))).ifPresent(problems::add);
        }
        return problems;
    }

    static boolean isKnown(String name) {
        return PREFIXES.stream().anyMatch(name::startsWith)
                || Settings.ALL.stream().anyMatch(key -> key.name().equals(name));
    }

    private static Optional<String> invalid(ConfigKey<?> key, String value) {
        return sentence(() -> key.parse(value));
    }

    /** What is wrong, if the reading fails. */
    private static Optional<String> sentence(Runnable reading) {
        try {
            reading.run();
            return Optional.empty();
        } catch (LisleException e) {
            return Optional.of(e.what() + ": " + e.nextStep());
        }
    }

    private static String unknown(String name) {
        String sentence = "there is no setting " + name;
        return nearest(name)
                .map(similar -> sentence + " (did you mean " + similar + "?)")
                .orElse(sentence);
    }

    /** The name that is fewest edits away, when that is near enough to have been meant; of equally near ones the first. */
    private static Optional<String> nearest(String name) {
        String best = "";
        int bestDistance = Math.max(3, name.length() / 4) + 1;
        for (ConfigKey<?> key : Settings.ALL) {
            int distance = distance(name, key.name());
            if (distance < bestDistance) {
                bestDistance = distance;
                best = key.name();
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** Levenshtein's distance, without regard to case. */
    private static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                boolean same = Character.toLowerCase(from.charAt(i - 1)) == Character.toLowerCase(to.charAt(j - 1));
                int replaced = previous[j - 1] + (same ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
