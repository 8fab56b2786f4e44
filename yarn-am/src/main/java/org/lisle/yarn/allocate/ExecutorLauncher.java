package org.lisle.yarn.allocate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.webapp.util.WebAppUtils;
import org.lisle.core.config.Settings;
import org.lisle.core.config.YarnSettings;
import org.lisle.core.launch.ClassArchive;
import org.lisle.core.launch.ExecutorEnvironment;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.yarn.launch.ApplicationSpec;
import org.lisle.yarn.launch.ContainerMemory;
import org.lisle.yarn.launch.JvmCommand;
import org.lisle.yarn.launch.LaunchContexts;

/**
 * Makes the launch context of an executor in a granted container. Immutable.
 *
 * @param settingsFile the spec's file in the staging directory
 * @param credentials the application's secret and delegation tokens, without the ApplicationMaster's own token
 * @param driverPort port of the driver's control plane
 * @param sharesClasses whether executors start from the archive of loaded classes
 */
public record ExecutorLauncher(
        ApplicationSpec spec,
        FileStatus settingsFile,
        Configuration hadoop,
        Credentials credentials,
        String applicationId,
        int epoch,
        String user,
        String driverHost,
        int driverPort,
        boolean sharesClasses) {
    /** The same without the archive of loaded classes, which is suspected. */
    ExecutorLauncher withoutSharedClasses() {
        return new ExecutorLauncher(
                spec, settingsFile, hadoop, credentials, applicationId, epoch, user, driverHost, driverPort, false);
    }

    private ClassArchive classes(boolean server) {
        ClassArchive archive = LaunchContexts.classArchive(spec, LaunchContexts.EXECUTOR_CLASSES);
        return sharesClasses && !(server && archive.link().isEmpty()) ? archive : ClassArchive.NONE;
    }

    /** @param server whether it is to be a stand-alone shuffle server, which has no slots */
    ContainerLaunchContext context(String executor, Container container, ExecutorProfile kind, boolean server) {
        int cores = server ? 1 : kind.cores();
        long containerBytes = container.getResource().getMemorySize() << 20;
        ContainerMemory memory = server
                ? ContainerMemory.ofShuffleServer(containerBytes)
                : ContainerMemory.of(
                        containerBytes,
                        kind.outsideMegabytes() << 20,
                        spec.conf().get(Settings.MEMORY_FRACTION));
        String logUrl = WebAppUtils.getHttpSchemePrefix(hadoop) + container.getNodeHttpAddress()
                + "/node/containerlogs/" + container.getId() + "/" + user;
        ExecutorEnvironment told = new ExecutorEnvironment(
                executor,
                applicationId,
                epoch,
                driverHost,
                driverPort,
                container.getNodeId().getHost(),
                server ? 0 : kind.slots(),
                memory.poolBytes(),
                containerBytes,
                logUrl,
                spec.userJars(),
                spec.stagingDirectory(),
                kind.name(),
                server ? List.of() : kind.resources());
        Map<String, String> variables =
                new TreeMap<>(LaunchContexts.userVariables(spec.conf(), YarnSettings.EXECUTOR_ENVIRONMENT_PREFIX));
        variables.putAll(LaunchContexts.identity(user));
        variables.putAll(told.toVariables());
        String command = JvmCommand.of(
                JvmCommand.Role.EXECUTOR,
                server ? ExecutorEnvironment.SHUFFLE_SERVER_MAIN_CLASS : ExecutorEnvironment.MAIN_CLASS,
                memory,
                cores,
                server ? "" : spec.conf().get(YarnSettings.EXECUTOR_JAVA_OPTIONS),
                LaunchContexts.log4j(spec));
        return LaunchContexts.container(spec, settingsFile, variables, classes(server), command, credentials);
    }
}
