package org.lisle.core.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Settings by name: {@code lisle.*}, and {@code lisle.hadoop.*} whose rest is a Hadoop property. Immutable. Read through typed keys
 * ({@link ConfigKey}) at the start of a process; nobody below {@code main} reads a text key.
 */
public final class LisleConf {
    private static final LisleConf EMPTY = new LisleConf(Map.of());

    private final Map<String, String> values;

    private LisleConf(Map<String, String> values) {
        this.values = values;
    }

    public static LisleConf empty() {
        return EMPTY;
    }

    public static LisleConf of(Map<String, String> values) {
        return new LisleConf(new TreeMap<>(values));
    }

    /** This with one setting more, or changed. */
    public LisleConf with(String name, String value) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.put(name, value);
        return new LisleConf(changed);
    }

    /** This with all of the other's settings, which win. */
    public LisleConf with(Map<String, String> others) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.putAll(others);
        return new LisleConf(changed);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The value of the key, parsed, or its default. @throws org.lisle.core.error.LisleException INVALID_SETTING naming key, value and what is allowed */
    public <T> T get(ConfigKey<T> key) {
        String text = values.get(key.name());
        return text == null ? key.defaultValue() : key.parse(text);
    }

    /** All settings, sorted by name. */
    public Map<String, String> asMap() {
        return java.util.Collections.unmodifiableMap(values);
    }

    /** The settings below {@code lisle.hadoop.}, by Hadoop's own names. */
    public Map<String, String> hadoopSettings() {
        Map<String, String> hadoop = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith("lisle.hadoop.")) {
                hadoop.put(name.substring("lisle.hadoop.".length()), value);
            }
        });
        return hadoop;
    }
}
