package org.lisle.api;

import java.util.Map;
import java.util.TreeMap;

/** Hadoop's settings as text: a {@code Configuration} is an iterable of entries, so that none of its classes is needed here. */
final class HadoopSettings {
    private HadoopSettings() {}

    static Map<String, String> of(Iterable<Map.Entry<String, String>> entries) {
        Map<String, String> settings = new TreeMap<>();
        Checks.present(entries, "the settings").forEach(entry -> settings.put(entry.getKey(), entry.getValue()));
        return settings;
    }
}
