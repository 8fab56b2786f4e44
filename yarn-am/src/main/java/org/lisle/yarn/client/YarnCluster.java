package org.lisle.yarn.client;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.YarnSettings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.transport.TransportSecret;

/** The cluster that Hadoop's configuration names, as a client sees it. Thread-safe. */
public final class YarnCluster implements AutoCloseable {
    private final LisleConf conf;
    private final Configuration hadoop;
    private final Reachability reachability;
    private final YarnClient yarn;
    private final Applications applications;

    private YarnCluster(LisleConf conf, Configuration hadoop, Reachability reachability, YarnClient yarn) {
        this.conf = conf;
        this.hadoop = hadoop;
        this.reachability = reachability;
        this.yarn = yarn;
        this.applications = new Applications(yarn);
    }

    /**
     * Connects to the cluster of the Hadoop configuration on the class path, with the settings {@code lisle.hadoop.*} on top.
     *
     * @throws LisleException CLUSTER_UNREACHABLE naming host and port, within {@code lisle.yarn.connect.timeout}
     */
    public static YarnCluster connect(LisleConf conf) {
        return connect(conf, new YarnConfiguration(org.lisle.hdfs.conf.HadoopConfiguration.base()));
    }

    /** As {@link #connect(LisleConf)}, with a configuration at hand: an embedded cluster's. */
    public static YarnCluster connect(LisleConf conf, Configuration hadoop) {
        Configuration own = HadoopConfiguration.with(hadoop, conf);
        Reachability reachability = new Reachability(own, conf.get(YarnSettings.CONNECT_TIMEOUT));
        reachability.requireResourceManager();
        YarnClient yarn = YarnClient.createYarnClient();
        // submitApplication looks this often whether it is accepted; the default of 200 ms is felt
        own.setLong(YarnConfiguration.YARN_CLIENT_APPLICATION_CLIENT_PROTOCOL_POLL_INTERVAL_MS, 50);
        yarn.init(own);
        yarn.start();
        return new YarnCluster(conf, own, reachability, yarn);
    }

    /**
     * Checks, uploads and submits; returns when YARN has accepted the application.
     *
     * @throws LisleException USAGE (jar or class not there), INVALID_SETTING, QUEUE_UNKNOWN, EXECUTOR_TOO_LARGE, CLUSTER_UNREACHABLE,
     *     FILE_SYSTEM, SUBMISSION_REJECTED; {@link org.lisle.yarn.outcome.ExitStatus} has the exit codes
     */
    public Submission submit(SubmitRequest request) {
        ResourceStore store = store();
        byte[] secret = TransportSecret.generate().toBytes();
        ApplicationId id = new Submitter(yarn, hadoop, reachability, store).submit(request, secret);
        return new YarnSubmission(
                id, applications, store, new PageClient(secret), conf.get(YarnSettings.REPORT_INTERVAL));
    }

    /** @throws LisleException USAGE when there is no such application or the text is no id */
    public ApplicationSummary status(String applicationId) {
        return Reports.summary(applications.report(Applications.parse(applicationId)));
    }

    /** Lisle's applications, the newest first; ended ones too when {@code all}. */
    public List<ApplicationSummary> list(boolean all) {
        return applications.list(all).stream().map(Reports::summary).toList();
    }

    /** Kills an application; false when it had ended already. */
    public boolean kill(String applicationId) {
        ApplicationId id = Applications.parse(applicationId);
        boolean killed = applications.kill(id);
        if (killed) {
            try {
                store().removeApplication(id.toString());
            } catch (IOException e) {
                throw fileSystem(e);
            }
        }
        return killed;
    }

    /** Writes the logs of an ended application's containers, or where to find them while it runs. */
    public void logs(String applicationId, PrintStream out) {
        ApplicationLogs.write(applications.report(Applications.parse(applicationId)), hadoop, out);
    }

    @Override
    public void close() {
        yarn.stop();
    }

    private ResourceStore store() {
        String configured = conf.get(YarnSettings.STAGING_DIRECTORY);
        reachability.requireFileSystem(
                configured.isEmpty()
                        ? org.apache.hadoop.fs.FileSystem.getDefaultUri(hadoop)
                        : new org.apache.hadoop.fs.Path(configured).toUri());
        try {
            return ResourceStore.open(hadoop, configured);
        } catch (IOException e) {
            throw fileSystem(e);
        }
    }

    private static LisleException fileSystem(IOException e) {
        return new LisleException(
                ErrorCode.FILE_SYSTEM,
                "the staging directory cannot be used: " + e.getMessage(),
                "check lisle.yarn.stagingDir",
                e);
    }
}
