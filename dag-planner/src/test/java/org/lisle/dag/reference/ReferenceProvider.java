package org.lisle.dag.reference;

import org.jspecify.annotations.Nullable;
import org.lisle.core.config.LisleConf;
import org.lisle.dag.driver.Backend;
import org.lisle.dag.driver.BackendProvider;

/** Accepts {@code reference[N]}: N slots, which only decide the default number of partitions. */
public final class ReferenceProvider implements BackendProvider {
    private static volatile @Nullable ReferenceBackend latest;

    /** The backend of the context that was made last. */
    public static ReferenceBackend latest() {
        ReferenceBackend backend = latest;
        if (backend == null) {
            throw new IllegalStateException("no context was made");
        }
        return backend;
    }

    @Override
    public boolean accepts(String master) {
        return master.startsWith("reference[");
    }

    @Override
    public Backend start(String master, LisleConf conf) {
        ReferenceBackend backend =
                new ReferenceBackend(Integer.parseInt(master.substring("reference[".length(), master.length() - 1)));
        latest = backend;
        return backend;
    }
}
