package org.lisle.dag.reference;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.core.config.LisleConf;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.core.resource.ProfileRules;
import org.lisle.dag.driver.Backend;

/** Runs everything in the caller's thread. */
public final class ReferenceBackend implements Backend {
    private final int slots;
    private final ReferenceServices services = new ReferenceServices();
    private final ReferenceRunner runner = new ReferenceRunner(services, jobClassLoader());
    private volatile boolean closed;

    ReferenceBackend(int slots) {
        this.slots = slots;
    }

    @Override
    public ReferenceRunner jobs() {
        return runner;
    }

    @Override
    public ReferenceServices services() {
        return services;
    }

    @Override
    public int defaultParallelism() {
        return slots;
    }

    @Override
    public String applicationId() {
        return "reference-1";
    }

    @Override
    public long applicationTime() {
        return 1_000L;
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
        return ProfileRules.local(LisleConf.empty().with("lisle.executor.cores", Integer.toString(slots)))
                .of(wanted);
    }

    @Override
    public Map<String, String> settings() {
        return Map.of();
    }

    @Override
    public ClassLoader jobClassLoader() {
        return ReferenceBackend.class.getClassLoader();
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
