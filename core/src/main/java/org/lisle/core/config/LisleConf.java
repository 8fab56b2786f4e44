package org.lisle.core.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

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

    /**
     * Reads a file of settings in the form of {@code spark-defaults.conf}: UTF-8, one {@code name value} or {@code name=value} a line,
     * {@code #} before comments, {@code \\} before what is meant literally and at the end of a line that goes on.
     *
     * @throws LisleException USAGE naming the file when it cannot be read
     */
    public static LisleConf load(Path file) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new LisleException(
                    ErrorCode.USAGE, "the settings file " + file + " is not there", "give the path of a file", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new LisleException(
                    ErrorCode.USAGE,
                    "the settings file " + file + " cannot be read: " + e,
                    "write UTF-8 text with one 'name value' a line, and \\\\ for a backslash",
                    e);
        }
        Map<String, String> values = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> values.put(name, properties.getProperty(name).trim()));
        return new LisleConf(values);
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

    /**
     * What is wrong with these settings: every {@code lisle.*} name that does not exist and every value that its key does not take, a
     * sentence each, in the order of the names. Names that are not Lisle's are left alone.
     */
    public List<String> problems() {
        return SettingsCheck.problems(values);
    }

    /** Fails with INVALID_SETTING naming all {@link #problems()} at once, when there are any. */
    public void check() {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new LisleException(
                    ErrorCode.INVALID_SETTING, String.join("; ", problems), "docs/settings.md lists all settings");
        }
    }

    /** All settings, sorted by name. */
    public Map<String, String> asMap() {
        return Collections.unmodifiableMap(values);
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
