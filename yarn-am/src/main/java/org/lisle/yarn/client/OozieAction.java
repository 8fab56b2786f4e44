package org.lisle.yarn.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * What Oozie tells a program that runs in one of its actions, and wants to be told. A java action's JVM has system properties, a shell
 * action's process an environment variable; both name the action's configuration, in which is the tag by which Oozie finds, and kills, what
 * the action started.
 */
final class OozieAction {
    static final String CONFIGURATION_PROPERTY = "oozie.action.conf.xml";
    static final String CONFIGURATION_VARIABLE = "OOZIE_ACTION_CONF_XML";
    static final String CHILD_IDS_PROPERTY = "oozie.action.externalChildIDs";
    private static final String CHILD_TAGS = "oozie.child.mapreduce.job.tags";
    /** Of Oozie before 4.2. */
    private static final String OLD_TAGS = "mapreduce.job.tags";

    private OozieAction() {}

    /**
     * The tags for an application; empty outside of Oozie.
     *
     * @throws LisleException USAGE when the configuration that is named is not there: Oozie could not kill the application
     */
    static List<String> tags(Properties properties, Map<String, String> variables) throws IOException {
        Optional<Path> file = configuration(properties, variables);
        if (file.isEmpty()) {
            return List.of();
        }
        if (!Files.isRegularFile(file.get())) {
            throw new LisleException(
                    ErrorCode.USAGE,
                    "the configuration of the Oozie action, " + file.get() + ", is not there",
                    "run the command in the action's own directory, or unset " + CONFIGURATION_VARIABLE);
        }
        Configuration action = new Configuration(false);
        action.addResource(new org.apache.hadoop.fs.Path(file.get().toUri()));
        return Locations.list(action.get(CHILD_TAGS, action.get(OLD_TAGS, "")));
    }

    /** Leaves the application's id where Oozie shows a java action's children from; nothing outside of Oozie. */
    static void submitted(Properties properties, String applicationId) throws IOException {
        String file = properties.getProperty(CHILD_IDS_PROPERTY);
        if (file != null) {
            Files.writeString(Path.of(file), applicationId, StandardCharsets.UTF_8);
        }
    }

    private static Optional<Path> configuration(Properties properties, Map<String, String> variables) {
        String named =
                properties.getProperty(CONFIGURATION_PROPERTY, variables.getOrDefault(CONFIGURATION_VARIABLE, ""));
        return named.isEmpty() ? Optional.empty() : Optional.of(Path.of(named).toAbsolutePath());
    }
}
