package org.lisle.core.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the settings of a submission reach the context that the program makes: as system properties of the process it runs in. The
 * ApplicationMaster and local mode publish them before they call the program's main; a test gives them with {@code -D}.
 */
public final class SubmittedSettings {
    private SubmittedSettings() {}

    /** Makes these the settings of this process, for contexts that are made from now on. */
    public static void publish(LisleConf conf) {
        conf.asMap().forEach((name, value) -> {
            if (SettingsCheck.isKnown(name)) {
                System.setProperty(name, value);
            }
        });
    }

    /** The settings that were published or given to the JVM; other properties below {@code lisle.} are none. */
    public static LisleConf ofThisProcess() {
        Map<String, String> settings = new TreeMap<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(SettingsCheck::isKnown)
                .forEach(name -> settings.put(name, System.getProperty(name)));
        return LisleConf.of(settings);
    }

    /**
     * Names of settings that a program asks for too late: the driver and the executors were made with other values before its main ran.
     * What the context itself reads ({@link Settings#OF_CONTEXT}, {@code lisle.hadoop.*}) is never too late. Sorted.
     *
     * @param submitted what the application runs with
     * @param asked what the program's context was made with
     */
    public static List<String> tooLate(LisleConf submitted, LisleConf asked) {
        Map<String, String> late = new TreeMap<>(asked.asMap());
        late.keySet().removeIf(name -> name.startsWith(SettingsCheck.HADOOP) || !SettingsCheck.isKnown(name));
        Settings.OF_CONTEXT.forEach(key -> late.remove(key.name()));
        Settings.ALL.stream()
                .filter(key -> submitted.get(key).equals(asked.get(key)))
                .forEach(key -> late.remove(key.name()));
        late.entrySet().removeAll(submitted.asMap().entrySet());
        return List.copyOf(late.keySet());
    }
}
