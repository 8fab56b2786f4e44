package org.lisle.core.launch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.resource.CustomResource;

/**
 * What an executor's container is told at its start, as environment variables. The process finds besides, in its working directory,
 * {@link #SETTINGS_FILE}, the jars of {@link #userJars()}, and the files and archives that the user shipped; in YARN's variables, its
 * local directories ({@link #LOCAL_DIRS}); and in its Hadoop credentials, the application's secret under {@link #SECRET_ALIAS}.
 *
 * @param executor the executor's id, unique in the application over all its attempts
 * @param applicationId YARN's text form
 * @param epoch the attempt of the driver that started it
 * @param driverHost where the driver listens
 * @param host the name by which others reach this node, as YARN knows it
 * @param slots tasks that run at once
 * @param memoryPoolBytes the executor's memory pool
 * @param containerBytes the container's limit; YARN kills the process above it
 * @param logUrl the page with this container's logs
 * @param userJars names of jars in the working directory, in the order of the job's class path
 * @param stagingDirectory URI of the application's directory in the file system, where a driver that replaces this one tells its address;
 *     removed at the application's end
 * @param profile the name of its {@link org.lisle.core.resource.ExecutorProfile}
 * @param resources what it has besides memory and processors
 */
public record ExecutorEnvironment(
        String executor,
        String applicationId,
        int epoch,
        String driverHost,
        int driverPort,
        String host,
        int slots,
        long memoryPoolBytes,
        long containerBytes,
        String logUrl,
        List<String> userJars,
        String stagingDirectory,
        String profile,
        List<CustomResource> resources) {
    /** The class that a container runs as an executor; known by name only, so that the driver does not carry its module. */
    public static final String MAIN_CLASS = "org.lisle.executor.ExecutorMain";

    /** The class that a container runs as a stand-alone shuffle server, with the same environment and no slots. */
    public static final String SHUFFLE_SERVER_MAIN_CLASS = "org.lisle.executor.ShuffleServerMain";

    /** A {@link java.util.Properties} file in UTF-8 in the working directory; its keys that start with {@code lisle.} are the settings. */
    public static final String SETTINGS_FILE = "lisle-application.properties";

    /** Alias of the secret key in the container's credentials: 32 random bytes made at submission. */
    public static final String SECRET_ALIAS = "lisle.application.secret";

    /** YARN's variable: the application's directories on the node's disks, separated by commas; they outlive the container. */
    public static final String LOCAL_DIRS = "LOCAL_DIRS";

    private static final String EXECUTOR = "LISLE_EXECUTOR";
    private static final String APPLICATION = "LISLE_APPLICATION";
    private static final String EPOCH = "LISLE_EPOCH";
    private static final String DRIVER_HOST = "LISLE_DRIVER_HOST";
    private static final String DRIVER_PORT = "LISLE_DRIVER_PORT";
    private static final String HOST = "LISLE_HOST";
    private static final String SLOTS = "LISLE_SLOTS";
    private static final String MEMORY_POOL = "LISLE_MEMORY_POOL_BYTES";
    private static final String CONTAINER = "LISLE_CONTAINER_BYTES";
    private static final String LOG_URL = "LISLE_LOG_URL";
    private static final String USER_JARS = "LISLE_USER_JARS";
    private static final String STAGING = "LISLE_STAGING_DIRECTORY";
    private static final String PROFILE = "LISLE_PROFILE";
    private static final String RESOURCES = "LISLE_RESOURCES";

    private static final String CONTAINER_ID = "CONTAINER_ID";

    public ExecutorEnvironment {
        userJars = List.copyOf(userJars);
        resources = List.copyOf(resources);
    }

    /** The variables to set; {@link #parse} reads them. */
    public Map<String, String> toVariables() {
        Map<String, String> variables = new TreeMap<>();
        variables.put(EXECUTOR, executor);
        variables.put(APPLICATION, applicationId);
        variables.put(EPOCH, Integer.toString(epoch));
        variables.put(DRIVER_HOST, driverHost);
        variables.put(DRIVER_PORT, Integer.toString(driverPort));
        variables.put(HOST, host);
        variables.put(SLOTS, Integer.toString(slots));
        variables.put(MEMORY_POOL, Long.toString(memoryPoolBytes));
        variables.put(CONTAINER, Long.toString(containerBytes));
        variables.put(LOG_URL, logUrl);
        variables.put(USER_JARS, String.join(",", userJars));
        variables.put(STAGING, stagingDirectory);
        variables.put(PROFILE, profile);
        variables.put(RESOURCES, resources.stream().map(CustomResource::text).collect(Collectors.joining(";")));
        return variables;
    }

    /** @throws LisleException PROTOCOL naming the variable that is missing or no number */
    public static ExecutorEnvironment parse(Map<String, String> variables) {
        return new ExecutorEnvironment(
                text(variables, EXECUTOR),
                text(variables, APPLICATION),
                (int) number(variables, EPOCH),
                text(variables, DRIVER_HOST),
                (int) number(variables, DRIVER_PORT),
                text(variables, HOST),
                (int) number(variables, SLOTS),
                number(variables, MEMORY_POOL),
                number(variables, CONTAINER),
                text(variables, LOG_URL),
                names(text(variables, USER_JARS)),
                text(variables, STAGING),
                text(variables, PROFILE),
                Arrays.stream(text(variables, RESOURCES).split(";", -1))
                        .filter(each -> !each.isEmpty())
                        .map(CustomResource::parse)
                        .toList());
    }

    /** The application's directories on this node's disks, from YARN's variable. */
    public static List<String> localDirectories(Map<String, String> variables) {
        return names(text(variables, LOCAL_DIRS));
    }

    /** YARN's id of the container, from its own variable. */
    public static String container(Map<String, String> variables) {
        return text(variables, CONTAINER_ID);
    }

    private static List<String> names(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(",", -1))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String text(Map<String, String> variables, String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "the environment variable " + name + " is not set",
                    "this program is started by Lisle's ApplicationMaster, not by hand");
        }
        return value;
    }

    private static long number(Map<String, String> variables, String name) {
        String value = text(variables, name);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new LisleException(
                    ErrorCode.PROTOCOL, "the environment variable " + name + " is no number: '" + value + "'", "", e);
        }
    }
}
