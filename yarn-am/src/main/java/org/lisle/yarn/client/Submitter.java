package org.lisle.yarn.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.protocolrecords.GetNewApplicationResponse;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.QueueInfo;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.util.Records;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.config.YarnSettings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.launch.ExecutorEnvironment;
import org.lisle.yarn.launch.ApplicationSpec;
import org.lisle.yarn.launch.ContainerMemory;
import org.lisle.yarn.launch.JvmCommand;
import org.lisle.yarn.launch.LaunchContexts;
import org.lisle.yarn.launch.ShippedResource;

/** One submission: check, upload, submit. Everything that can be known to be wrong is known before anything is uploaded. */
final class Submitter {
    /** YARN's type of Lisle's applications. */
    static final String TYPE = "LISLE";

    private static final String MASTER_CLASS = "org.lisle.yarn.am.ApplicationMaster";

    private final YarnClient yarn;
    private final Configuration hadoop;
    private final Reachability reachability;
    private final ResourceStore store;

    Submitter(YarnClient yarn, Configuration hadoop, Reachability reachability, ResourceStore store) {
        this.yarn = yarn;
        this.hadoop = hadoop;
        this.reachability = reachability;
        this.store = store;
    }

    /** An application that everything was uploaded for, and that may be submitted by anyone who reads it. */
    record Prepared(ApplicationId id, ApplicationSpec spec, FileStatus settings) {}

    /** Returns the application's id, once YARN has accepted it. */
    ApplicationId submit(SubmitRequest request, byte[] secret) {
        return translated(() -> {
            Prepared prepared = prepare(request, "");
            boolean submitted = false;
            try {
                send(prepared, secret);
                submitted = true;
            } finally {
                if (!submitted) {
                    store.removeApplication(prepared.id().toString());
                }
            }
            return prepared.id();
        });
    }

    /**
     * Checks, obtains an application id and uploads.
     *
     * @param keyRecord URI of the record of the submission's key; empty without key
     */
    Prepared prepare(SubmitRequest asked, String keyRecord) throws Exception {
        SubmitRequest request = named(asked);
        checkLocally(request);
        GetNewApplicationResponse given = reachability
                .within("give out an application id", yarn::createApplication)
                .getNewApplicationResponse();
        checkQueue(request.conf().get(YarnSettings.QUEUE));
        checkCapacity(request.conf(), given.getMaximumResourceCapability());
        ApplicationId id = given.getApplicationId();
        List<ShippedResource> resources = new ArrayList<>(Shipment.of(request, store, hadoop));
        String hadoopClassPath = hadoopClassPath(request.conf());
        String classArchives = "";
        if (request.conf().get(YarnSettings.CLASS_ARCHIVES)) {
            ClassArchives archives = ClassArchives.open(
                    store, resources, hadoopClassPath, request.conf().get(YarnSettings.JAVA_HOME));
            classArchives = archives.directory();
            resources.addAll(archives.shipped());
        }
        ApplicationSpec spec = new ApplicationSpec(
                request.mainClass(),
                request.arguments(),
                request.conf(),
                resources,
                hadoopClassPath,
                store.applicationDirectory(id.toString()).toString(),
                classArchives,
                keyRecord);
        FileStatus settings = store.write(
                id.toString(), ExecutorEnvironment.SETTINGS_FILE, spec.format().getBytes(StandardCharsets.UTF_8));
        return new Prepared(id, spec, settings);
    }

    /** What another client prepared and left in this directory. */
    Prepared reopen(ApplicationId id, String stagingDirectory) throws IOException {
        org.apache.hadoop.fs.Path file =
                new org.apache.hadoop.fs.Path(stagingDirectory, ExecutorEnvironment.SETTINGS_FILE);
        FileSystem files = file.getFileSystem(hadoop);
        try (FSDataInputStream in = files.open(file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Prepared(id, ApplicationSpec.parse(text), files.getFileStatus(file));
        }
    }

    /** Submits; again and again is the same as once, while YARN remembers the id. @throws YarnException when YARN does not want it */
    void send(Prepared prepared, byte[] secret) throws YarnException, IOException {
        ApplicationSubmissionContext context = Records.newRecord(ApplicationSubmissionContext.class);
        context.setApplicationId(prepared.id());
        fill(context, prepared.spec(), prepared.settings(), secret);
        yarn.submitApplication(context);
    }

    /** Runs what may fail in many ways, and makes of each a LisleException. */
    static <T> T translated(Callable<T> call) {
        try {
            return call.call();
        } catch (LisleException e) {
            throw e;
        } catch (YarnException | IOException e) {
            throw new LisleException(
                    ErrorCode.SUBMISSION_REJECTED,
                    "the cluster did not take the application: " + e.getMessage(),
                    "",
                    e);
        } catch (Exception e) {
            throw new LisleException(ErrorCode.INTERNAL_ERROR, "the submission failed: " + e, "", e);
        }
    }

    private static SubmitRequest named(SubmitRequest request) {
        if (request.conf().text(Settings.APP_NAME.name()).isPresent()) {
            return request;
        }
        String simple = request.mainClass().substring(request.mainClass().lastIndexOf('.') + 1);
        return new SubmitRequest(
                request.mainClass(),
                request.applicationJar(),
                request.arguments(),
                request.conf().with(Settings.APP_NAME.name(), simple),
                request.lisleJar());
    }

    private static void checkLocally(SubmitRequest request) {
        LocalChecks.requireFile("Lisle's jar", request.lisleJar());
        List<Path> jars = new ArrayList<>();
        boolean allLocal = true;
        List<String> locations = new ArrayList<>(List.of(request.applicationJar()));
        locations.addAll(Locations.list(request.conf().get(YarnSettings.JARS)));
        for (String location : locations) {
            Path local = Locations.parse(location).local();
            allLocal &= local != null;
            if (local != null) {
                jars.add(local);
            }
        }
        jars.add(request.lisleJar());
        LocalChecks.requireClass(request.mainClass(), jars, allLocal);
        Locations.list(request.conf().get(YarnSettings.FILES)).forEach(Locations::parse);
        Locations.list(request.conf().get(YarnSettings.ARCHIVES)).forEach(Locations::parse);
        for (var key : Settings.ALL) {
            request.conf().get(key);
        }
    }

    /** A queue below an existing one may be made by YARN when it is first used: that is for YARN to decide. */
    private void checkQueue(String queue) throws YarnException, IOException {
        int dot = queue.lastIndexOf('.');
        if (queueOrNull(queue) == null && (dot < 0 || queueOrNull(queue.substring(0, dot)) == null)) {
            List<String> known = yarn.getAllQueues().stream()
                    .map(QueueInfo::getQueueName)
                    .sorted()
                    .toList();
            throw new LisleException(
                    ErrorCode.QUEUE_UNKNOWN, "there is no queue " + queue, "choose one of " + String.join(", ", known));
        }
    }

    private @org.jspecify.annotations.Nullable QueueInfo queueOrNull(String queue) throws IOException {
        try {
            return yarn.getQueueInfo(queue);
        } catch (YarnException e) {
            return null;
        }
    }

    private void checkCapacity(LisleConf conf, Resource most) throws YarnException, IOException {
        List<Resource> nodes = yarn.getNodeReports(NodeState.RUNNING).stream()
                .map(NodeReport::getCapability)
                .toList();
        CapacityCheck check = new CapacityCheck(
                most.getMemorySize(),
                most.getVirtualCores(),
                nodes.stream().mapToLong(Resource::getMemorySize).max().orElse(0),
                nodes.stream().mapToInt(Resource::getVirtualCores).max().orElse(0));
        check.require(
                "a driver",
                conf.get(Settings.DRIVER_MEMORY),
                Settings.DRIVER_MEMORY.name(),
                conf.get(YarnSettings.DRIVER_CORES),
                YarnSettings.DRIVER_CORES.name());
        check.require(
                "an executor",
                conf.get(Settings.EXECUTOR_MEMORY),
                Settings.EXECUTOR_MEMORY.name(),
                conf.get(Settings.EXECUTOR_CORES),
                Settings.EXECUTOR_CORES.name());
    }

    private void fill(ApplicationSubmissionContext context, ApplicationSpec spec, FileStatus settings, byte[] secret)
            throws IOException {
        LisleConf conf = spec.conf();
        String user = UserGroupInformation.getCurrentUser().getShortUserName();
        ContainerMemory memory =
                ContainerMemory.of(conf.get(Settings.DRIVER_MEMORY).bytes(), conf.get(Settings.MEMORY_FRACTION));
        int cores = conf.get(YarnSettings.DRIVER_CORES);
        String command = JvmCommand.of(
                JvmCommand.Role.DRIVER,
                MASTER_CLASS,
                memory,
                cores,
                conf.get(YarnSettings.DRIVER_JAVA_OPTIONS),
                LaunchContexts.log4j(spec));
        Map<String, String> variables =
                new TreeMap<>(LaunchContexts.userVariables(conf, YarnSettings.DRIVER_ENVIRONMENT_PREFIX));
        variables.putAll(LaunchContexts.identity(user));
        context.setApplicationName(conf.get(Settings.APP_NAME));
        context.setApplicationType(TYPE);
        context.setApplicationTags(tags(conf));
        context.setQueue(conf.get(YarnSettings.QUEUE));
        context.setPriority(Priority.newInstance(conf.get(YarnSettings.PRIORITY)));
        context.setCancelTokensWhenComplete(!Tokens.areBorrowed(System.getenv()));
        context.setMaxAppAttempts(conf.get(YarnSettings.MAX_ATTEMPTS));
        context.setKeepContainersAcrossApplicationAttempts(true);
        context.setAttemptFailuresValidityInterval(validityMillis(conf));
        context.setResource(
                Resource.newInstance(conf.get(Settings.DRIVER_MEMORY).megabytes(), cores));
        context.setAMContainerSpec(LaunchContexts.container(
                spec,
                settings,
                variables,
                LaunchContexts.classArchive(spec, LaunchContexts.DRIVER_CLASSES),
                command,
                Tokens.forApplication(conf, hadoop, store.fileSystem(), secret)));
        String label = conf.get(YarnSettings.NODE_LABEL);
        if (!label.isEmpty()) {
            context.setNodeLabelExpression(label);
        }
    }

    /** YARN's -1: failures count for ever. */
    private static long validityMillis(LisleConf conf) {
        long millis = conf.get(YarnSettings.ATTEMPT_FAILURES_VALIDITY).toMillis();
        return millis == 0 ? -1 : millis;
    }

    private String hadoopClassPath(LisleConf conf) {
        String own = conf.get(YarnSettings.APPLICATION_CLASSPATH);
        if (!own.isEmpty()) {
            return own;
        }
        return String.join(
                ",",
                hadoop.getStrings(
                        YarnConfiguration.YARN_APPLICATION_CLASSPATH,
                        YarnConfiguration.DEFAULT_YARN_CROSS_PLATFORM_APPLICATION_CLASSPATH));
    }

    /** The user's tags, and those by which a launcher finds again what it started. */
    private static Set<String> tags(LisleConf conf) throws IOException {
        Set<String> tags = new HashSet<>(Locations.list(conf.get(YarnSettings.TAGS)));
        tags.addAll(OozieAction.tags(System.getProperties(), System.getenv()));
        return tags;
    }
}
