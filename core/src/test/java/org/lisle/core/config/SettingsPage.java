package org.lisle.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** The texts that follow from {@link Settings#ALL}: the reference page, and the shipped file of defaults. */
final class SettingsPage {
    private SettingsPage() {}

    static String markdown() {
        var page = new StringBuilder("""
                # Settings

                Generated from `org.lisle.core.config.Settings`; do not edit by hand.

                Given with `--conf name=value`, in a properties file, or in the program; the program wins over the command line, the
                command line over the file given with `--properties-file`, and that over `conf/lisle-defaults.conf`.

                On YARN a program is started when its driver and executors exist or are asked for already. Of what it sets itself, only
                %s and `lisle.hadoop.*` take effect there (the name as the
                context tells it: YARN's lists show the submission's). Everything else is named in a warning in the ApplicationMaster's
                log and has no effect: give it with the submission.

                A name that is not listed here is an error, except in these families:

                - `lisle.hadoop.NAME`: Hadoop's property NAME, for this application.
                - `lisle.yarn.appMasterEnv.NAME`, `lisle.executorEnv.NAME`: the variable NAME in the environment of the driver, of the executors.
                - `lisle.executor.resource.NAME.discoveryScript`: a program on the nodes that prints the addresses of what an executor may use of
                  the resource NAME, as JSON: `{"name": "gpu", "addresses": ["0", "1"]}`. Tasks learn theirs by `TaskContext.resources()`.
                - `lisle.scheduler.pool.POOL.weight`, `lisle.scheduler.pool.POOL.minShare`: shares of a pool under
                  `lisle.scheduler.mode=FAIR`, 1 and 0 when not set.

                Bytes are whole numbers with a unit of 1024s: `512m`, `2g`. Durations have a unit: `500ms`, `30s`, `5m`.

                | name | type | default | meaning | since |
                |---|---|---|---|---|
                """.formatted(names(Settings.OF_CONTEXT)));
        for (ConfigKey<?> key : Settings.ALL) {
            String standard = key.defaultText().isEmpty() ? "(empty)" : "`" + key.defaultText() + "`";
            page.append("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(key.name(), key.type(), standard, key.doc().replace("|", "\\|"), key.since()));
        }
        return page.toString();
    }

    private static String names(List<ConfigKey<?>> keys) {
        return keys.stream().map(key -> "`" + key.name() + "`").collect(Collectors.joining(", "));
    }

    static String defaultsFile() {
        var file = new StringBuilder("""
                # Lisle's settings, each with its default. Generated from org.lisle.core.config.Settings.
                # Remove the # before a setting to change it for all applications submitted with this file.
                """);
        for (ConfigKey<?> key : Settings.ALL) {
            String line = (key.name() + " " + key.defaultText()).strip();
            file.append("\n# %s (%s)\n#%s\n".formatted(key.doc(), key.type(), line));
        }
        return file.toString();
    }
}
