package org.lisle.faults;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.core.config.LisleConf;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.core.resource.ProfileRules;
import org.lisle.dag.driver.Backend;
import org.lisle.dag.driver.BackendProvider;
import org.lisle.dag.driver.DriverRuntime;
import org.lisle.dag.driver.DriverServices;
import org.lisle.dag.driver.JobRunner;

/** The driver of a wired cluster, for the context. */
final class WiredBackend implements Backend {
    private static volatile @Nullable WiredBackend next;

    private final LisleConf conf;
    private final DriverRuntime runtime;

    WiredBackend(LisleConf conf, DriverRuntime runtime) {
        this.conf = conf;
        this.runtime = runtime;
    }

    /** The backend of the next context with the master {@code wired}. */
    static void next(WiredBackend backend) {
        next = backend;
    }

    @Override
    public JobRunner jobs() {
        return runtime.jobs();
    }

    @Override
    public DriverServices services() {
        return runtime.services();
    }

    @Override
    public int defaultParallelism() {
        return WiredCluster.NODES * WiredCluster.SLOTS;
    }

    @Override
    public String applicationId() {
        return "wired-1";
    }

    @Override
    public long applicationTime() {
        return 1_700_000_000_000L;
    }

    @Override
    public int applicationNumber() {
        return 1;
    }

    @Override
    public int epoch() {
        return 1;
    }

    @Override
    public ExecutorProfile executors(@Nullable ResourceProfile wanted) {
        return ProfileRules.local(LisleConf.of(settings())).of(wanted);
    }

    @Override
    public Map<String, String> settings() {
        return conf.asMap();
    }

    @Override
    public ClassLoader jobClassLoader() {
        return WiredBackend.class.getClassLoader();
    }

    /** The cluster goes on until the test ends it. */
    @Override
    public void close() {}

    /** Found by the service loader. */
    public static final class Provider implements BackendProvider {
        @Override
        public boolean accepts(String master) {
            return master.equals("wired");
        }

        @Override
        public Backend start(String master, LisleConf conf) {
            return Objects.requireNonNull(next, "no wired cluster has been made");
        }
    }
}
