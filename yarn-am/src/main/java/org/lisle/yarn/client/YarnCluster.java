package org.lisle.yarn.client;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.YarnSettings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.transport.TransportSecret;
import org.lisle.yarn.once.Claim;
import org.lisle.yarn.once.KeyDirectory;
import org.lisle.yarn.once.KeyRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster that Hadoop's configuration names, as a client sees it. Thread-safe. */
public final class YarnCluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(YarnCluster.class);

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
     * @throws LisleException CLUSTER_UNREACHABLE naming host and port, within {@code lisle.yarn.connect.timeout}; AUTHENTICATION_FAILED when
     *     the cluster asks for Kerberos and there is neither ticket nor token
     */
    public static YarnCluster connect(LisleConf conf) {
        return connect(conf, new YarnConfiguration(org.lisle.hdfs.conf.HadoopConfiguration.base()));
    }

    /** As {@link #connect(LisleConf)}, with a configuration at hand: an embedded cluster's. */
    public static YarnCluster connect(LisleConf conf, Configuration hadoop) {
        Configuration own = HadoopConfiguration.with(hadoop, conf);
        Reachability reachability = new Reachability(own, conf.get(YarnSettings.CONNECT_TIMEOUT));
        reachability.requireResourceManager();
        Tokens.requireAny();
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
        Submitter submitter = new Submitter(yarn, hadoop, reachability, store);
        String key = request.conf().get(YarnSettings.SUBMIT_KEY);
        Submission submission = key.isEmpty()
                ? following(submitter.submit(request, secret), store, new PageClient(secret))
                : submitKeyed(
                        new KeyedSubmitter(submitter, applications, store, keys(store, key), request, secret),
                        store,
                        secret,
                        key);
        try {
            OozieAction.submitted(System.getProperties(), submission.applicationId());
        } catch (IOException e) {
            LOG.warn("Oozie cannot be told of {}: {}", submission.applicationId(), e.toString());
        }
        new StagingCleaner(store, applications, request.conf()).cleanIfDue();
        return submission;
    }

    /**
     * One submission with a key: a new application, or the one that has the key.
     */
    private Submission submitKeyed(KeyedSubmitter submitter, ResourceStore store, byte[] secret, String key) {
        KeyedSubmitter.Result result =
                submitter.run(conf.get(YarnSettings.SUBMIT_RETRY_FAILED), conf.get(YarnSettings.SUBMIT_KEY_RETENTION));
        Claim claim = result.claim();
        if (result.end() != null) {
            return new EndedSubmission(Ends.outcome(claim.applicationId(), result.end()));
        }
        PageClient page = result.submittedNow() ? new PageClient(secret) : PageClient.throughProxy();
        return new KeyedSubmission(
                following(Applications.parse(claim.applicationId()), store, page),
                keys(store, key),
                claim.generation(),
                result.submittedNow() ? Submission.Origin.NEW : Submission.Origin.SUBMITTED_BEFORE);
    }

    private Submission following(ApplicationId id, ResourceStore store, PageClient page) {
        return new YarnSubmission(id, applications, store, page, conf.get(YarnSettings.REPORT_INTERVAL));
    }

    private static KeyDirectory keys(ResourceStore store, String key) {
        try {
            String user = UserGroupInformation.getCurrentUser().getShortUserName();
            return new KeyDirectory(store.fileSystem(), KeyDirectory.of(store.root(), user, key));
        } catch (IOException e) {
            throw fileSystem(e);
        }
    }

    /**
     * Follows an application that somebody submitted.
     *
     * @throws LisleException USAGE when there is no such application or the text is no id
     */
    public Submission attach(String applicationId) {
        ApplicationId id = Applications.parse(applicationId);
        applications.report(id);
        return following(id, store(), PageClient.throughProxy());
    }

    /**
     * Gives a submission's key free, so that the next submission with it is a new application. Returns the id of the application that had
     * it, or an empty text when nobody had.
     *
     * @throws LisleException USAGE when that application has not ended
     */
    public String forget(String key) {
        KeyDirectory record = keys(store(), key);
        try {
            KeyRecord known = record.read();
            Claim claim = known.claim();
            if (claim == null || known.isFree(0)) {
                return "";
            }
            if (known.result() == null) {
                Optional<ApplicationReport> report = applications.find(Applications.parse(claim.applicationId()));
                if (report.isPresent() && !Reports.hasEnded(report.get())) {
                    throw new LisleException(
                            ErrorCode.USAGE,
                            claim.applicationId() + ", which has the key, has not ended",
                            "wait for it, or end it with lisle kill " + claim.applicationId());
                }
                record.close(
                        known,
                        report.map(told -> Ends.recorded(Reports.outcome(told))).orElseGet(() -> Ends.lost(known)));
            }
            record.forget(claim.generation());
            return claim.applicationId();
        } catch (IOException e) {
            throw fileSystem(e);
        }
    }

    /** @throws LisleException USAGE when there is no such application or the text is no id */
    public ApplicationSummary status(String applicationId) {
        return Reports.summary(applications.report(Applications.parse(applicationId)));
    }

    /** Lisle's applications, the newest first; ended ones too when {@code all}. */
    public List<ApplicationSummary> list(boolean all) {
        return applications.list(all).stream().map(Reports::summary).toList();
    }

    /**
     * Kills an application and removes its own directory; false when it had ended already. The directory is where the application's page
     * says, else where it would be with this client's settings; what is missed so is removed by a later submission there.
     */
    public boolean kill(String applicationId) {
        ApplicationId id = Applications.parse(applicationId);
        String told = PageClient.throughProxy().stagingDirectory(applications.report(id));
        boolean killed = applications.kill(id);
        if (killed) {
            try {
                Path directory = told.isEmpty() ? store().applicationDirectory(id.toString()) : new Path(told);
                if (directory.getName().equals(id.toString())) {
                    directory.getFileSystem(hadoop).delete(directory, true);
                }
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
                configured.isEmpty() ? FileSystem.getDefaultUri(hadoop) : new Path(configured).toUri());
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
