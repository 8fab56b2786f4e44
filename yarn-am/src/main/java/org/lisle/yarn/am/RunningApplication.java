package org.lisle.yarn.am;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.security.AMRMTokenIdentifier;
import org.apache.hadoop.yarn.webapp.util.WebAppUtils;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.ExecutorRange;
import org.lisle.core.config.Settings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultInjectors;
import org.lisle.core.io.BadRecordStore;
import org.lisle.core.journal.ApplicationEnded;
import org.lisle.core.launch.DriverAddress;
import org.lisle.core.launch.ExecutorEnvironment;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.driver.ApplicationStatus;
import org.lisle.dag.driver.DriverRuntime;
import org.lisle.dag.journal.DriverJournal;
import org.lisle.hdfs.address.DriverAddresses;
import org.lisle.hdfs.badrecords.HadoopBadRecordFiles;
import org.lisle.transport.Transport;
import org.lisle.transport.TransportConfig;
import org.lisle.transport.TransportSecret;
import org.lisle.transport.Transports;
import org.lisle.yarn.allocate.AllocationListener;
import org.lisle.yarn.allocate.ContainerAllocator;
import org.lisle.yarn.allocate.ExecutorCost;
import org.lisle.yarn.allocate.ExecutorLauncher;
import org.lisle.yarn.control.ControlPlane;
import org.lisle.yarn.control.ExecutorEvents;
import org.lisle.yarn.control.TransportBlockFetcher;
import org.lisle.yarn.launch.ApplicationSpec;
import org.lisle.yarn.once.Admission;
import org.lisle.yarn.outcome.PageToken;
import org.lisle.yarn.web.AccessPolicy;
import org.lisle.yarn.web.WebServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of one application: makes its parts, joins them, waits for the end and takes them apart in order. The driver's own state is in
 * {@link DriverRuntime}; nothing here decides about jobs or containers.
 */
final class RunningApplication {
    private static final Logger LOG = LoggerFactory.getLogger(RunningApplication.class);

    private final MasterEnvironment environment;
    private final ApplicationSpec spec;
    private final Configuration hadoop;
    private final EndOfApplication end;
    private final Milestones milestones;
    private final SubmissionKey key;

    RunningApplication(
            MasterEnvironment environment,
            ApplicationSpec spec,
            Configuration hadoop,
            long startedMillis,
            EndOfApplication end) {
        this.environment = environment;
        this.spec = spec;
        this.hadoop = hadoop;
        this.end = end;
        this.milestones = new Milestones(startedMillis);
        this.key = new SubmissionKey(spec, hadoop, environment);
    }

    /** Returns the exit code of the process. */
    int run() throws IOException {
        Credentials credentials = UserGroupInformation.getCurrentUser().getCredentials();
        byte[] secret = credentials.getSecretKey(new Text(ExecutorEnvironment.SECRET_ALIAS));
        if (secret == null) {
            throw new LisleException(
                    ErrorCode.PROTOCOL, "the container's credentials lack the application's secret", "");
        }
        UserProgram program = new UserProgram(spec.mainClass(), spec.arguments(), spec.userJars());
        Bridge bridge = new Bridge();
        ScheduledThreadPoolExecutor timer = timer();
        FaultInjector faults = FaultInjectors.of(spec.conf(), "driver-" + environment.epoch(), program.classLoader());
        BadRecordStore badRecords =
                HadoopBadRecordFiles.open(spec.conf(), environment.application().toString());
        Ending ending;
        try (Transport transport = Transports.start(transportConfig(), TransportSecret.of(secret), "driver", faults);
                ContainerAllocator allocator =
                        new ContainerAllocator(spec.conf(), hadoop, environment.epoch(), bridge);
                DriverJournal.Opened opened = new JournalOpening(spec, hadoop, environment, faults).open();
                DriverRuntime driver = new DriverRuntime(
                        spec.conf(),
                        allocator,
                        new TransportBlockFetcher(transport),
                        Clock.systemUTC(),
                        opened.journal(),
                        badRecords)) {
            ControlPlane control = new ControlPlane(
                    driver.services(),
                    spec.conf(),
                    environment.epoch(),
                    ControlPlane.graceOf(spec.conf()),
                    timer,
                    bridge);
            bridge.join(driver, allocator, control);
            InetSocketAddress address = transport.listen(new InetSocketAddress(environment.host(), 0), control);
            driver.services().blocksServedAt(environment.host(), address.getPort());
            PlanRecorder jobs = new PlanRecorder(driver.jobs());
            LiveView view = new LiveView(environment, spec, environment.user(), driver, allocator, jobs, milestones);
            try (WebServer page = WebServer.start(
                    environment.host(), environment.proxyBase(), view, accessPolicy(secret, environment.user()))) {
                allocator.start();
                Set<String> containers = allocator.register(
                        environment.host(),
                        address.getPort(),
                        "http://" + environment.host() + ":" + page.port(),
                        launcher(credentials, address.getPort()));
                milestones.registered();
                loseExecutorsWithout(containers, opened.journal(), driver);
                DriverAddresses addresses = new DriverAddresses(spec.stagingDirectory(), hadoop);
                addresses.publish(new DriverAddress(environment.host(), address.getPort(), environment.epoch()));
                try (ReplacementWatch watch = ReplacementWatch.start(addresses, environment.epoch(), end::tell)) {
                    LOG.debug("{} looks for newer drivers", watch);
                    ending = untilEnd(opened.journal(), program, driver, allocator, control, jobs, view, badRecords);
                }
            }
        } finally {
            timer.shutdownNow();
        }
        if (ending.report()) {
            // after the journal in it was closed
            removeStagingDirectory();
        }
        return ending.success() ? 0 : 1;
    }

    /** From the registration on, every way out unregisters. */
    private Ending untilEnd(
            DriverJournal journal,
            UserProgram program,
            DriverRuntime driver,
            ContainerAllocator allocator,
            ControlPlane control,
            PlanRecorder jobs,
            LiveView view,
            @Nullable BadRecordStore badRecords) {
        end.onFailureOf(() -> {
            BadRecordStore.prepare(badRecords);
            Optional<ApplicationEnded> ended = journal.claims().ended();
            if (ended.isPresent()) {
                LOG.info("an earlier attempt ended the application and could not tell it");
                end.tell(Ending.known(ended.get().getMessage()));
            } else {
                begin(journal, program, driver, allocator, jobs);
            }
        });
        Ending ending = end.await();
        milestones.ended();
        if (!ending.report()) {
            driver.leaveExecutors();
        }
        finish(ending, journal, allocator, control, view);
        return ending;
    }

    private void begin(
            DriverJournal journal,
            UserProgram program,
            DriverRuntime driver,
            ContainerAllocator allocator,
            PlanRecorder jobs) {
        ExecutorProfile usual = ExecutorProfile.usual(spec.conf());
        allocator.checkFits(usual);
        allocator.wantExecutors(usual, ExecutorRange.of(spec.conf()).initial(), Map.of());
        Admission admission = key.ask();
        if (admission.admitted()) {
            startUserProgram(journal, program, driver, allocator, jobs);
        } else {
            LOG.warn("the program does not run: {}", admission.reason());
            end.tell(SubmissionKey.ending(admission));
        }
    }

    /** Executors of the driver before whose containers ended with it need not be waited for. */
    private static void loseExecutorsWithout(Set<String> containers, DriverJournal journal, DriverRuntime driver) {
        journal.claims().executors().forEach((executor, container) -> {
            if (!containers.contains(container)) {
                driver.services().executorLost(executor, "its container ended before this driver began", false, false);
            }
        });
    }

    private void startUserProgram(
            DriverJournal journal,
            UserProgram program,
            DriverRuntime driver,
            ContainerAllocator allocator,
            PlanRecorder jobs) {
        YarnBackend backend = new YarnBackend(
                jobs,
                driver.services(),
                spec.conf(),
                environment.application(),
                journal,
                program.classLoader(),
                allocator::checkFits);
        YarnBackendProvider.running(backend);
        program.start(backend::contextMade, backend::contextClosed, end::tell);
    }

    /** The end is written down before it is told: whoever is started after this attempt tells it, and runs nothing again. */
    private void finish(
            Ending ending, DriverJournal journal, ContainerAllocator allocator, ControlPlane control, LiveView view) {
        ApplicationStatus status = view.status();
        ApplicationStatus.BadRecords badRecords = status.badRecords();
        String diagnostics = ending.diagnostics()
                .withBadRecords(badRecords.count(), badRecords.directory())
                .with(view.facts().phases())
                .format();
        LOG.info("the application ends: {}", diagnostics.strip());
        LOG.info(
                "{} attempts of tasks began with this driver, {} of them did their work",
                status.stages().stream()
                        .mapToLong(ApplicationStatus.Stage::attempts)
                        .sum(),
                status.executors().stream()
                        .mapToLong(ApplicationStatus.Executor::doneTasks)
                        .sum());
        allocator.stopAllocating();
        if (ending.report()) {
            journal.write(new ApplicationEnded(ending.success(), diagnostics));
            ClassSharing sharing = new ClassSharing(spec, hadoop, environment.epoch());
            Optional<String> leaving = control.shutDownExecutors(
                    "the application has ended", ending.success() && sharing.wantsExecutorsClasses());
            key.ended(diagnostics, view.facts().phases().started(), proxyUrl());
            allocator.unregister(
                    ending.success() ? FinalApplicationStatus.SUCCEEDED : FinalApplicationStatus.FAILED, diagnostics);
            if (ending.success()) {
                sharing.leaveArchives(control, leaving);
            }
        }
    }

    private void removeStagingDirectory() {
        Path directory = new Path(spec.stagingDirectory());
        try {
            directory.getFileSystem(hadoop).delete(directory, true);
        } catch (IOException e) {
            LOG.warn("the staging directory {} stays: {}", directory, e.toString());
        }
    }

    private ExecutorLauncher launcher(Credentials credentials, int driverPort) throws IOException {
        Path settings = new Path(spec.stagingDirectory(), ExecutorEnvironment.SETTINGS_FILE);
        FileSystem files = settings.getFileSystem(hadoop);
        FileStatus status = files.getFileStatus(settings);
        return new ExecutorLauncher(
                spec,
                status,
                hadoop,
                executorCredentials(credentials),
                environment.application().toString(),
                environment.epoch(),
                environment.user(),
                environment.host(),
                driverPort,
                true);
    }

    /** Everything but the token with which this process speaks to the ResourceManager. */
    private static Credentials executorCredentials(Credentials own) {
        Credentials passedOn = new Credentials();
        own.getTokenMap().forEach((alias, token) -> {
            if (!token.getKind().equals(AMRMTokenIdentifier.KIND_NAME)) {
                passedOn.addToken(alias, token);
            }
        });
        own.getAllSecretKeys().forEach(alias -> passedOn.addSecretKey(alias, own.getSecretKey(alias)));
        return passedOn;
    }

    private TransportConfig transportConfig() {
        TransportConfig defaults = TransportConfig.defaults();
        return new TransportConfig(
                defaults.eventLoopThreads(),
                defaults.requestTimeout(),
                defaults.connectTimeout(),
                defaults.idleTimeout(),
                spec.conf().get(Settings.NETWORK_ENCRYPT),
                defaults.maxMessageBytes());
    }

    private AccessPolicy accessPolicy(byte[] secret, String owner) {
        Set<String> proxies = new HashSet<>();
        for (String hostAndPort : WebAppUtils.getProxyHostsAndPortsForAmFilter(hadoop)) {
            String host = hostAndPort.substring(0, hostAndPort.lastIndexOf(':'));
            try {
                for (InetAddress address : InetAddress.getAllByName(host)) {
                    proxies.add(address.getHostAddress());
                }
            } catch (UnknownHostException e) {
                LOG.warn("the proxy's host {} is not known here; the page cannot be read through it", host);
            }
        }
        boolean checksUsers = UserGroupInformation.isSecurityEnabled() && hadoop.getBoolean("yarn.acl.enable", false);
        return new AccessPolicy(proxies, proxyUrl(), PageToken.of(secret), checksUsers ? Set.of(owner) : null);
    }

    /** The application's address for people; of several ResourceManagers each knows which one is active. */
    private String proxyUrl() {
        return WebAppUtils.getHttpSchemePrefix(hadoop)
                + WebAppUtils.getProxyHostsAndPortsForAmFilter(hadoop).get(0)
                + environment.proxyBase();
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "timer");
            made.setDaemon(true);
            return made;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Carries news between the parts, which do not know each other. */
    private final class Bridge implements AllocationListener, ExecutorEvents {
        private volatile @Nullable Parts parts;

        void join(DriverRuntime driver, ContainerAllocator allocator, ControlPlane control) {
            parts = new Parts(driver, allocator, control);
        }

        @Override
        public CompletionStage<Boolean> arrived(String executor, String container, String profile) {
            milestones.executorRegistered();
            return parts().allocator().executorArrived(executor, container, profile);
        }

        @Override
        public void superseded(int newerEpoch) {
            end.tell(Ending.replaced(newerEpoch));
        }

        @Override
        public void unreachable(String executor, String reason) {
            parts().driver().services().executorLost(executor, reason, false);
            parts().allocator().releaseExecutor(executor, reason);
        }

        @Override
        public void executorLost(
                String executor, String reason, boolean outputLost, boolean countsAsFailure, boolean largerComes) {
            parts().control().forget(executor);
            parts().driver().services().executorLost(executor, reason, outputLost, countsAsFailure, largerComes);
        }

        @Override
        public void notice(String text) {
            parts().driver().services().notice(text);
        }

        @Override
        public void nodeLost(String host, String reason) {
            parts().driver().services().nodeLost(host, reason);
        }

        @Override
        public void shuffleServerRefused(String host, String reason) {
            parts().driver().services().shuffleServerRefused(host, reason);
        }

        @Override
        public void executorLeaves(String executor, String reason) {
            parts().driver().services().executorLeaves(executor, reason);
        }

        @Override
        public List<ExecutorCost> executorCosts() {
            return LiveView.costs(parts().driver().status());
        }

        @Override
        public void giveUp(LisleException why) {
            end.tell(Ending.failed(why));
        }

        @Override
        public void disowned(LisleException why) {
            LOG.error("this driver ends, and leaves the application to the next one: {}", why.getMessage(), why);
            end.tell(Ending.disowned(why));
        }

        @Override
        public float progress() {
            Parts joined = parts;
            return joined == null ? 0 : LiveView.progress(joined.driver().status());
        }

        private Parts parts() {
            Parts joined = parts;
            if (joined == null) {
                throw new IllegalStateException("the application's parts are not joined yet");
            }
            return joined;
        }
    }

    private record Parts(DriverRuntime driver, ContainerAllocator allocator, ControlPlane control) {}
}
