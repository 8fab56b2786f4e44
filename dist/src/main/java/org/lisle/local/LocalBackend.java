package org.lisle.local;

import java.net.URL;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.files.JobClassLoader;
import org.lisle.core.io.BadRecordStore;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.core.resource.ProfileRules;
import org.lisle.dag.driver.ApplicationStatus;
import org.lisle.dag.driver.Backend;
import org.lisle.dag.driver.ClusterGateway;
import org.lisle.dag.driver.DriverRuntime;
import org.lisle.dag.driver.DriverServices;
import org.lisle.dag.driver.JobRunner;
import org.lisle.dag.journal.DriverJournal;
import org.lisle.executor.Executor;
import org.lisle.executor.ExecutorConfig;
import org.lisle.executor.ExecutorParts;
import org.lisle.hdfs.badrecords.HadoopBadRecordFiles;

/**
 * A driver and its one executor in this JVM. They speak to each other with the messages they would send over the wire; only the wire is
 * missing.
 */
final class LocalBackend implements Backend {
    private static final String EXECUTOR = "local";
    private static final String ID_PREFIX = "local-";
    private static final String HOST = "localhost";
    private static final int EPOCH = 1;

    private final LisleConf conf;
    private final int slots;
    private final long started;
    private final ClassLoader loader;
    private final TemporaryFolder folder;
    private final DriverRuntime driver;
    private final Executor executor;

    private LocalBackend(
            long started,
            LisleConf conf,
            int slots,
            ClassLoader loader,
            TemporaryFolder folder,
            DriverRuntime driver,
            Executor executor) {
        this.started = started;
        this.conf = conf;
        this.slots = slots;
        this.loader = loader;
        this.folder = folder;
        this.driver = driver;
        this.executor = executor;
    }

    static LocalBackend start(LocalMaster master, LisleConf conf) {
        return start(master, conf, ExecutorConfig.poolOfThisHeap(conf));
    }

    /** @param poolBytes of the executor's memory pool; what does not fit is spilled */
    static LocalBackend start(LocalMaster master, LisleConf given, long poolBytes) {
        LisleConf conf = given.with(Map.of(
                Settings.EXECUTOR_INSTANCES.name(),
                "1",
                Settings.EXECUTOR_CORES.name(),
                Integer.toString(master.slots())));
        ClassLoader loader = jobLoader();
        var toExecutor = new CompletableFuture<Executor>();
        long started = System.currentTimeMillis();
        BadRecordStore badRecords = HadoopBadRecordFiles.open(conf, ID_PREFIX + started);
        BadRecordStore.prepare(badRecords);
        TemporaryFolder folder = TemporaryFolder.create("lisle-local-");
        var driver = new DriverRuntime(
                conf,
                new NoCluster(),
                (executor, host, port, block) -> toExecutor.thenApply(there -> there.block(block)),
                Clock.systemUTC(),
                DriverJournal.none(EPOCH),
                badRecords);
        DriverServices services = driver.services();
        services.blocksServedAt(HOST, 0);
        var place = new ExecutorConfig.Place(EXECUTOR, EPOCH, HOST, master.slots(), poolBytes, "", "", 0);
        var executor = new Executor(
                ExecutorConfig.of(place, conf),
                services::request,
                ExecutorParts.local(List.of(folder.path()), loader, services::block));
        toExecutor.complete(executor);
        services.executorAdded(executor.registration(false), executor::handle);
        executor.startHeartbeats(conf.get(Settings.EXECUTOR_HEARTBEAT), () -> {});
        var made = new LocalBackend(started, conf, master.slots(), loader, folder, driver, executor);
        RunningLocally.began(made);
        return made;
    }

    private static ClassLoader jobLoader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return new JobClassLoader(new URL[0], ofThread == null ? LocalBackend.class.getClassLoader() : ofThread);
    }

    /** What the application did so far. */
    ApplicationStatus status() {
        return driver.status();
    }

    @Override
    public JobRunner jobs() {
        return driver.jobs();
    }

    @Override
    public DriverServices services() {
        return driver.services();
    }

    @Override
    public int defaultParallelism() {
        return slots;
    }

    @Override
    public String applicationId() {
        return ID_PREFIX + started;
    }

    @Override
    public long applicationTime() {
        return started;
    }

    @Override
    public int applicationNumber() {
        return 1;
    }

    @Override
    public int epoch() {
        return EPOCH;
    }

    @Override
    public ExecutorProfile executors(@Nullable ResourceProfile wanted) {
        return ProfileRules.local(conf).of(wanted);
    }

    @Override
    public Map<String, String> settings() {
        return conf.asMap();
    }

    @Override
    public ClassLoader jobClassLoader() {
        return loader;
    }

    /** Ends the driver's loop first, so that the executor's last words are for nobody, then the executor, then removes the files. */
    @Override
    public void close() {
        RunningLocally.ended(this);
        driver.close();
        executor.close();
        folder.close();
    }

    /** There is one executor, and it is there already. */
    private static final class NoCluster implements ClusterGateway {
        @Override
        public void wantExecutors(ExecutorProfile kind, int total, Map<String, Integer> tasksByHost) {}

        @Override
        public void releaseExecutor(String executor, String reason) {}
    }
}
