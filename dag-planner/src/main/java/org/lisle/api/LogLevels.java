package org.lisle.api;

import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Levels of the root logger of Hadoop's logging library (log4j 1 or its heir), which is not on our own class path. */
final class LogLevels {
    private static final Logger LOG = LoggerFactory.getLogger(LogLevels.class);
    private static final Set<String> KNOWN = Set.of("ALL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF");

    private LogLevels() {}

    static void set(String level) {
        String name = Checks.present(level, "the level").toUpperCase(Locale.ROOT);
        if (!KNOWN.contains(name)) {
            throw Checks.invalid("there is no log level " + level, "use one of " + KNOWN);
        }
        try {
            Class<?> levels = Class.forName("org.apache.log4j.Level");
            Class<?> loggers = Class.forName("org.apache.log4j.Logger");
            Object root = loggers.getMethod("getRootLogger").invoke(null);
            Object wanted = levels.getMethod("toLevel", String.class).invoke(null, name);
            root.getClass().getMethod("setLevel", levels).invoke(root, wanted);
        } catch (ReflectiveOperationException e) {
            LOG.warn("The log level cannot be set to {} here: {}", name, e.toString());
        }
    }
}
