package org.lisle.yarn.am;

import java.util.concurrent.atomic.AtomicReference;
import org.lisle.core.config.LisleConf;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.dag.driver.Backend;
import org.lisle.dag.driver.BackendProvider;

/**
 * Hands the one application of this process to the user's context. The one static in the module: {@code ServiceLoader} makes an object of
 * its own, which has no other way to the ApplicationMaster it runs in.
 */
public final class YarnBackendProvider implements BackendProvider {
    private static final AtomicReference<YarnBackend> RUNNING = new AtomicReference<>();

    static void running(YarnBackend backend) {
        RUNNING.set(backend);
    }

    @Override
    public boolean accepts(String master) {
        return master.equals("yarn");
    }

    @Override
    public Backend start(String master, LisleConf conf) {
        YarnBackend backend = RUNNING.get();
        if (backend == null) {
            throw new LisleException(
                    ErrorCode.NO_CONTEXT,
                    "the master yarn exists only inside an application that was submitted",
                    "submit the program with lisle submit, or use the master local[2] to run it in this process");
        }
        backend.opened(conf);
        return backend;
    }
}
