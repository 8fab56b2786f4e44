package org.lisle.yarn.client;

import java.io.PrintStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.lisle.core.config.LisleConf;

/** The cluster that Hadoop's configuration names, as a client sees it. */
public final class YarnCluster implements AutoCloseable {
    private YarnCluster() {}

    /**
     * Connects to the cluster of the Hadoop configuration on the class path, with the settings {@code lisle.hadoop.*} on top.
     *
     * @throws org.lisle.core.error.LisleException CLUSTER_UNREACHABLE naming host and port, within {@code lisle.yarn.connect.timeout}
     */
    public static YarnCluster connect(LisleConf conf) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #connect(LisleConf)}, with a configuration at hand: an embedded cluster's. */
    public static YarnCluster connect(LisleConf conf, Configuration hadoop) {
        throw new UnsupportedOperationException();
    }

    /**
     * Checks, uploads and submits; returns when YARN has accepted the application.
     *
     * @throws org.lisle.core.error.LisleException USAGE (jar or class not there), INVALID_SETTING, QUEUE_UNKNOWN, EXECUTOR_TOO_LARGE,
     *     CLUSTER_UNREACHABLE, FILE_SYSTEM, SUBMISSION_REJECTED; {@link org.lisle.yarn.outcome.ExitStatus} has the exit codes
     */
    public Submission submit(SubmitRequest request) {
        throw new UnsupportedOperationException();
    }

    /** @throws org.lisle.core.error.LisleException USAGE when there is no such application or the text is no id */
    public ApplicationSummary status(String applicationId) {
        throw new UnsupportedOperationException();
    }

    /** Lisle's applications, the newest first; ended ones too when {@code all}. */
    public List<ApplicationSummary> list(boolean all) {
        throw new UnsupportedOperationException();
    }

    /** Kills an application; false when it had ended already. */
    public boolean kill(String applicationId) {
        throw new UnsupportedOperationException();
    }

    /** Writes the logs of an ended application's containers, or where to find them while it runs. */
    public void logs(String applicationId, PrintStream out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
