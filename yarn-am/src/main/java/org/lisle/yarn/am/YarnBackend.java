package org.lisle.yarn.am;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.jspecify.annotations.Nullable;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.core.config.ExecutorRange;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.config.SubmittedSettings;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.core.resource.ProfileRules;
import org.lisle.dag.driver.Backend;
import org.lisle.dag.driver.DriverServices;
import org.lisle.dag.driver.JobRunner;
import org.lisle.dag.journal.DriverJournal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running application as the user's context sees it. Opening and closing a context only notes the fact: the driver lives until the
 * application ends, so that a program may make one context after another.
 */
final class YarnBackend implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(YarnBackend.class);

    private final JobRunner jobs;
    private final DriverServices services;
    private final LisleConf conf;
    private final ApplicationId application;
    private final DriverJournal journal;
    private final ClassLoader loader;
    private final Consumer<ExecutorProfile> check;
    private volatile boolean made;
    private volatile boolean open;

    /** @param check fails for executors that the cluster would never grant */
    YarnBackend(
            JobRunner jobs,
            DriverServices services,
            LisleConf conf,
            ApplicationId application,
            DriverJournal journal,
            ClassLoader loader,
            Consumer<ExecutorProfile> check) {
        this.check = check;
        this.jobs = jobs;
        this.services = services;
        this.conf = conf;
        this.application = application;
        this.journal = journal;
        this.loader = loader;
    }

    /** A context was made with these settings; those that it cannot have any more are told once, in the log. */
    void opened(LisleConf asked) {
        List<String> late = SubmittedSettings.tooLate(conf, asked);
        if (!late.isEmpty()) {
            LOG.warn(
                    "The program sets {}, which the driver and the executors had read before it ran: no effect. Give them to lisle submit,"
                            + " with --conf or in a properties file.",
                    String.join(", ", late));
        }
        made = true;
        open = true;
    }

    boolean contextMade() {
        return made;
    }

    boolean contextClosed() {
        return made && !open;
    }

    @Override
    public JobRunner jobs() {
        return jobs;
    }

    @Override
    public DriverServices services() {
        return services;
    }

    @Override
    public int defaultParallelism() {
        return Math.max(1, ExecutorRange.of(conf).initial()) * conf.get(Settings.EXECUTOR_CORES);
    }

    @Override
    public String applicationId() {
        return application.toString();
    }

    @Override
    public long applicationTime() {
        return application.getClusterTimestamp();
    }

    @Override
    public int applicationNumber() {
        return application.getId();
    }

    @Override
    public int epoch() {
        return journal.epoch();
    }

    @Override
    public DriverJournal journal() {
        return journal;
    }

    @Override
    public ExecutorProfile executors(@Nullable ResourceProfile wanted) {
        ExecutorProfile kind = ProfileRules.onCluster(conf).of(wanted);
        check.accept(kind);
        return kind;
    }

    @Override
    public Map<String, String> settings() {
        return conf.asMap();
    }

    @Override
    public ClassLoader jobClassLoader() {
        return loader;
    }

    @Override
    public void close() {
        open = false;
    }
}
