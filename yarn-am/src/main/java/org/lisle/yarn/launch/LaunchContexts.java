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
import org.lisle.core.launch.ClassArchive;
import org.lisle.core.launch.ExecutorEnvironment;

/** YARN's records for a container out of an {@link ApplicationSpec}. */
public final class LaunchContexts {
    /** Directory with {@link #HADOOP_CONFIGURATION_JAR}. */
    public static final String HADOOP_CONFIGURATION_LINK = "hadoop-conf";

    /** The submitting client's Hadoop configuration. */
    public static final String HADOOP_CONFIGURATION_JAR = "conf.jar";

    /** Directory with {@link #ENGINE_JAR} and {@link #START_SCRIPT}. */
    public static final String ENGINE_LINK = "lisle";

    public static final String ENGINE_JAR = "lisle.jar";
    public static final String START_NAME = "start";
    public static final String JAVA_LINK = "lisle-jdk";

    /** Archive of the classes of ApplicationMasters. */
    public static final String DRIVER_CLASSES = "driver.jsa";

    /** Archive of the classes of executors. */
    public static final String EXECUTOR_CLASSES = "executor.jsa";

    static final String START_SCRIPT = ENGINE_LINK + "/" + START_NAME;
    private static final String JAVA_ARCHIVE = "LISLE_JAVA_ARCHIVE";
    private static final String OWN_LOG4J = "org/lisle/yarn/container-log4j.properties";
    private static final String USER_LOG4J = "log4j.properties";

    private LaunchContexts() {}

    /**
     * @param settingsFile the spec's own file, which cannot name itself
     * @param environment variables for this container, besides those of every container
     * @param classes the archive of loaded classes for a process of its kind
     * @param credentials copied into the container
     */
    public static ContainerLaunchContext container(
            ApplicationSpec spec,
            FileStatus settingsFile,
            Map<String, String> environment,
            ClassArchive classes,
            String command,
            Credentials credentials) {
        Map<String, LocalResource> files = new LinkedHashMap<>();
        spec.resources().stream()
                .filter(resource -> resource.role() != ShippedResource.Role.CLASS_ARCHIVE
                        || resource.link().equals(classes.link()))
                .forEach(resource -> files.put(resource.link(), localResource(resource)));
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
        variables.putAll(classes.toVariables());
        variables.putAll(java(spec));
        return ContainerLaunchContext.newInstance(
                files, variables, List.of(command), null, serialized(credentials), null);
    }

    /** What a container of this application is told of archives: to use the one that is shipped, or to make one. */
    public static ClassArchive classArchive(ApplicationSpec spec, String name) {
        return shippedArchive(spec, name)
                .map(shipped -> ClassArchive.used(name, shipped.size()))
                .orElseGet(() -> spec.classArchives().isEmpty()
                        ? ClassArchive.NONE
                        : ClassArchive.made(spec.classArchives() + "/" + name));
    }

    /** The archive of that name among the application's resources. */
    public static Optional<ShippedResource> shippedArchive(ApplicationSpec spec, String name) {
        return spec.resources().stream()
                .filter(resource -> resource.role() == ShippedResource.Role.CLASS_ARCHIVE)
                .filter(resource -> resource.link().equals(name))
                .findFirst();
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

    /**
     * The client's Hadoop configuration wins over the node's, and Lisle's jar, which carries its libraries relocated, over Hadoop's jars.
     * Names in the working directory are relative: so an archive of classes fits every container.
     */
    static String classPath(ApplicationSpec spec) {
        List<String> entries = new ArrayList<>();
        entries.add(ENGINE_LINK + "/" + ENGINE_JAR);
        entries.add(HADOOP_CONFIGURATION_LINK + "/" + HADOOP_CONFIGURATION_JAR);
        for (String entry : spec.hadoopClassPath().split(",", -1)) {
            if (!entry.isBlank()) {
                entries.add(entry.strip());
            }
        }
        return String.join(ApplicationConstants.CLASS_PATH_SEPARATOR, entries);
    }

    private static Map<String, String> java(ApplicationSpec spec) {
        if (shipsJava(spec)) {
            return Map.of(JAVA_ARCHIVE, JAVA_LINK);
        }
        String home = spec.conf().get(YarnSettings.JAVA_HOME);
        return home.isEmpty() ? Map.of() : Map.of("JAVA_HOME", home);
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
