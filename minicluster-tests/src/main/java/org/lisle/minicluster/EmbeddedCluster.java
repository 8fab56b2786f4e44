package org.lisle.minicluster;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.LogAggregationStatus;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.apache.hadoop.yarn.server.resourcemanager.rmapp.RMApp;
import org.apache.hadoop.yarn.server.resourcemanager.rmapp.RMAppState;

/**
 * HDFS and YARN in this JVM, on loopback: containers are processes of their own. Takes about 7 seconds to start, 250 threads and 300 MB.
 * Everything it writes lies in one folder, which {@link #close} removes unless it was asked to keep it.
 */
public final class EmbeddedCluster implements AutoCloseable {
    private static final List<String> THREAD_COUNTS = List.of(
            "yarn.resourcemanager.client.thread-count",
            "yarn.resourcemanager.scheduler.client.thread-count",
            "yarn.resourcemanager.resource-tracker.client.thread-count",
            "yarn.resourcemanager.admin.client.thread-count",
            "yarn.resourcemanager.amlauncher.thread-count",
            "yarn.nodemanager.container-manager.thread-count",
            "yarn.nodemanager.collector-service.thread-count",
            "yarn.nodemanager.localizer.client.thread-count",
            "yarn.nodemanager.localizer.fetch.thread-count",
            "dfs.namenode.handler.count",
            "dfs.namenode.service.handler.count",
            "dfs.datanode.handler.count");

    private static final Set<RMAppState> ENDED = EnumSet.of(RMAppState.FINISHED, RMAppState.FAILED, RMAppState.KILLED);
    private static final Set<RMAppState> ENDING =
            EnumSet.of(RMAppState.FINAL_SAVING, RMAppState.FINISHING, RMAppState.KILLING);
    private static final Duration LOGS_WITHIN = Duration.ofSeconds(30);

    private final Path folder;
    private final boolean keepFiles;
    private final MiniDFSCluster hdfs;
    private final MiniYARNCluster yarn;
    private final Path configurationFolder;

    private EmbeddedCluster(
            Path folder, boolean keepFiles, MiniDFSCluster hdfs, MiniYARNCluster yarn, Path configurationFolder) {
        this.folder = folder;
        this.keepFiles = keepFiles;
        this.hdfs = hdfs;
        this.yarn = yarn;
        this.configurationFolder = configurationFolder;
    }

    /**
     * What kind of cluster to start.
     *
     * @param nodeManagers from 1
     * @param nodeMegabytes memory each NodeManager offers
     * @param blockBytes HDFS block size: small ones give small files several splits
     * @param keepFiles whether the folder with the logs stays after {@link EmbeddedCluster#close}
     */
    public record Options(int nodeManagers, int nodeMegabytes, long blockBytes, boolean keepFiles) {
        public static Options defaults() {
            return new Options(2, 4096, 1 << 20, false);
        }
    }

    /** Starts a cluster below the folder and waits until all nodes are there. */
    public static EmbeddedCluster start(Path folder, Options options) throws IOException {
        return start(folder, options, Map.of());
    }

    /** @param more properties of Hadoop that win over those of this class */
    static EmbeddedCluster start(Path folder, Options options, Map<String, String> more) throws IOException {
        Files.createDirectories(folder);
        Configuration conf = configuration(folder, options);
        more.forEach(conf::set);
        System.setProperty("test.build.dir", folder.resolve("yarn").toString());
        System.setProperty("test.build.data", folder.resolve("data").toString());
        MiniDFSCluster hdfs = new MiniDFSCluster.Builder(
                        conf, folder.resolve("hdfs").toFile())
                .numDataNodes(options.nodeManagers())
                .build();
        MiniYARNCluster yarn = null;
        try {
            hdfs.waitActive();
            FileSystem.setDefaultUri(conf, hdfs.getURI());
            yarn = new MiniYARNCluster("lisle", options.nodeManagers(), 1, 1);
            yarn.init(conf);
            yarn.start();
            if (!yarn.waitForNodeManagersToConnect(30_000)) {
                throw new IOException("the NodeManagers did not register within 30 s: see the logs below " + folder);
            }
            Path configurationFolder = writeConfiguration(folder, yarn.getConfig());
            return new EmbeddedCluster(folder, options.keepFiles(), hdfs, yarn, configurationFolder);
        } catch (IOException | YarnException | InterruptedException | RuntimeException e) {
            if (yarn != null) {
                yarn.stop();
            }
            hdfs.shutdown(true);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("the embedded cluster did not start: " + e.getMessage(), e);
        }
    }

    private static Configuration configuration(Path folder, Options options) {
        Configuration conf = new YarnConfiguration();
        conf.set("hadoop.tmp.dir", folder.resolve("hadoop").toString());
        conf.setInt("dfs.replication", 1);
        conf.setLong("dfs.blocksize", options.blockBytes());
        conf.setLong("dfs.namenode.fs-limits.min-block-size", 1024);
        conf.setInt("yarn.nodemanager.resource.memory-mb", options.nodeMegabytes());
        conf.setInt("yarn.nodemanager.resource.cpu-vcores", 4);
        conf.setInt("yarn.scheduler.minimum-allocation-mb", 128);
        conf.setInt("yarn.scheduler.maximum-allocation-mb", options.nodeMegabytes());
        conf.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
        conf.setBoolean("yarn.nodemanager.disk-health-checker.enable", false);
        conf.setLong("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", 100);
        conf.setFloat("yarn.scheduler.capacity.maximum-am-resource-percent", 1.0f);
        // without aggregation, stopping waits half a minute for delayed deletions
        conf.setBoolean("yarn.log-aggregation-enable", true);
        conf.set("yarn.nodemanager.remote-app-log-dir", "/app-logs");
        conf.setInt("yarn.nodemanager.delete.debug-delay-sec", 0);
        THREAD_COUNTS.forEach(name -> conf.setInt(name, 3));
        // there is no installed Hadoop: containers run on the jars of this JVM
        conf.set("yarn.application.classpath", hadoopClassPath());
        return conf;
    }

    /** The Hadoop jars of this JVM's own class path. */
    private static String hadoopClassPath() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return String.join(
                ",",
                Stream.of(classPath.split(File.pathSeparator))
                        .filter(entry -> entry.endsWith(".jar"))
                        .filter(entry -> !new File(entry).getName().startsWith("lisle"))
                        .toList());
    }

    private static Path writeConfiguration(Path folder, Configuration conf) throws IOException {
        Path configurationFolder = Files.createDirectories(folder.resolve("conf"));
        for (String file : List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml")) {
            try (OutputStream out = Files.newOutputStream(configurationFolder.resolve(file))) {
                conf.writeXml(out);
            }
        }
        return configurationFolder;
    }

    /** The configuration of the running cluster, ports included; a copy. */
    public Configuration configuration() {
        return new Configuration(yarn.getConfig());
    }

    /** A folder with the configuration as files: the HADOOP_CONF_DIR of other processes. */
    public Path configurationFolder() {
        return configurationFolder;
    }

    public FileSystem fileSystem() throws IOException {
        return hdfs.getFileSystem();
    }

    /** The folder of everything the cluster writes: containers' logs are below. */
    public Path folder() {
        return folder;
    }

    /** Waits until an application that has ended, or is about to, has its logs in HDFS; false when it goes on, or they do not come there. */
    boolean awaitAggregatedLogs(String applicationId) {
        RMApp application =
                yarn.getResourceManager().getRMContext().getRMApps().get(ApplicationId.fromString(applicationId));
        if (application == null || !ENDED.contains(application.getState()) && !isEnding(application)) {
            return false;
        }
        long end = System.nanoTime() + LOGS_WITHIN.toNanos();
        while ((isEnding(application) || areComing(application))
                && System.nanoTime() - end < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return application.getLogAggregationStatusForAppReport() == LogAggregationStatus.SUCCEEDED;
    }

    /** Its client may know that it has ended, while YARN waits for its ApplicationMaster's process. */
    private static boolean isEnding(RMApp application) {
        return ENDING.contains(application.getState());
    }

    private static boolean areComing(RMApp application) {
        LogAggregationStatus status = application.getLogAggregationStatusForAppReport();
        return status == null || status == LogAggregationStatus.NOT_START || status == LogAggregationStatus.RUNNING;
    }

    MiniYARNCluster yarn() {
        return yarn;
    }

    MiniDFSCluster hdfs() {
        return hdfs;
    }

    /** Stops YARN, then HDFS, and removes the folder. */
    @Override
    public void close() {
        yarn.stop();
        hdfs.shutdown(true);
        if (!keepFiles) {
            deleteFolder();
        }
    }

    private void deleteFolder() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
