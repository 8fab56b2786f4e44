package org.lisle.yarn.launch;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.ApplicationConstants;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.apache.hadoop.yarn.api.records.URL;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.YarnSettings;
import org.lisle.core.launch.ExecutorEnvironment;

/** YARN's records for a container out of an {@link ApplicationSpec}. */
public final class LaunchContexts {
    /** Directory with the submitting client's Hadoop configuration. */
    public static final String HADOOP_CONFIGURATION_LINK = "hadoop-conf";

    public static final String ENGINE_LINK = "lisle.jar";
    public static final String JAVA_LINK = "lisle-jdk";
    private static final String OWN_LOG4J = "org/lisle/yarn/container-log4j.properties";
    private static final String USER_LOG4J = "log4j.properties";

    private LaunchContexts() {}

    /**
     * @param settingsFile the spec's own file, which cannot name itself
     * @param environment variables for this container, besides those of every container
     * @param credentials copied into the container
     */
    public static ContainerLaunchContext container(
            ApplicationSpec spec,
            FileStatus settingsFile,
            Map<String, String> environment,
            String command,
            Credentials credentials) {
        Map<String, LocalResource> files = new LinkedHashMap<>();
        spec.resources().forEach(resource -> files.put(resource.link(), localResource(resource)));
        files.put(
                ExecutorEnvironment.SETTINGS_FILE,
                LocalResource.newInstance(
                        URL.fromPath(settingsFile.getPath()),
                        LocalResourceType.FILE,
                        LocalResourceVisibility.APPLICATION,
                        settingsFile.getLen(),
                        settingsFile.getModificationTime()));
        Map<String, String> variables = new TreeMap<>(environment);
        variables.put("CLASSPATH", classPath(spec));
        javaHome(spec).ifPresent(home -> variables.put("JAVA_HOME", home));
        return ContainerLaunchContext.newInstance(
                files, variables, List.of(withJava(spec, command)), null, serialized(credentials), null);
    }

    /** The value for {@code log4j.configuration}: the user's file when one was shipped, else Lisle's. */
    public static String log4j(ApplicationSpec spec) {
        boolean users =
                spec.resources().stream().anyMatch(resource -> resource.link().equals(USER_LOG4J));
        return users ? "file:" + USER_LOG4J : OWN_LOG4J;
    }

    /** Variables the user set for the ApplicationMaster or the executors, by the prefix of their settings. */
    public static Map<String, String> userVariables(LisleConf conf, String prefix) {
        Map<String, String> variables = new TreeMap<>();
        conf.asMap().forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                variables.put(name.substring(prefix.length()), value);
            }
        });
        return variables;
    }

    /** On a cluster without security a process is who it says it is: containers act as the user who submitted, not as the NodeManager's. */
    public static Map<String, String> identity(String user) {
        return UserGroupInformation.isSecurityEnabled() ? Map.of() : Map.of("HADOOP_USER_NAME", user);
    }

    /** The client's Hadoop configuration wins over the node's, and Lisle's jar, which carries its libraries relocated, over Hadoop's jars. */
    static String classPath(ApplicationSpec spec) {
        List<String> entries = new ArrayList<>();
        entries.add("{{PWD}}/" + HADOOP_CONFIGURATION_LINK);
        entries.add("{{PWD}}/" + ENGINE_LINK);
        for (String entry : spec.hadoopClassPath().split(",", -1)) {
            if (!entry.isBlank()) {
                entries.add(entry.strip());
            }
        }
        return String.join(ApplicationConstants.CLASS_PATH_SEPARATOR, entries);
    }

    private static Optional<String> javaHome(ApplicationSpec spec) {
        if (shipsJava(spec)) {
            return Optional.of("{{PWD}}/" + JAVA_LINK);
        }
        String home = spec.conf().get(YarnSettings.JAVA_HOME);
        return home.isEmpty() ? Optional.empty() : Optional.of(home);
    }

    /** A JDK's archive has one top directory, mostly, whose name nobody wants to configure: the shell finds it. */
    private static String withJava(ApplicationSpec spec, String command) {
        if (!shipsJava(spec)) {
            return command;
        }
        String found = "JAVA_HOME=\\$(dirname \\$(dirname \\$(ls {{PWD}}/" + JAVA_LINK + "/bin/java {{PWD}}/"
                + JAVA_LINK + "/*/bin/java 2>/dev/null | head -n 1)))";
        return "export " + found + " && exec " + command.replace("{{JAVA_HOME}}", "\\$JAVA_HOME");
    }

    private static boolean shipsJava(ApplicationSpec spec) {
        return spec.resources().stream().anyMatch(resource -> resource.role() == ShippedResource.Role.JAVA);
    }

    private static LocalResource localResource(ShippedResource resource) {
        return LocalResource.newInstance(
                URL.fromPath(new Path(URI.create(resource.uri()))),
                resource.archive() ? LocalResourceType.ARCHIVE : LocalResourceType.FILE,
                resource.everyones() ? LocalResourceVisibility.PUBLIC : LocalResourceVisibility.PRIVATE,
                resource.size(),
                resource.timestamp());
    }

    private static ByteBuffer serialized(Credentials credentials) {
        DataOutputBuffer buffer = new DataOutputBuffer();
        try {
            credentials.writeTokenStorageToStream(buffer);
        } catch (IOException e) {
            throw new IllegalStateException("a buffer in memory failed", e);
        }
        return ByteBuffer.wrap(buffer.getData(), 0, buffer.getLength());
    }
}
