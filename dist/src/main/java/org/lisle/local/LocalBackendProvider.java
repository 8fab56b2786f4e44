package org.lisle.local;

import org.lisle.core.config.LisleConf;
import org.lisle.dag.driver.Backend;
import org.lisle.dag.driver.BackendProvider;

/** Masters {@code local}, {@code local[N]} and {@code local[*]}. */
public final class LocalBackendProvider implements BackendProvider {
    @Override
    public boolean accepts(String master) {
        return LocalMaster.matches(master);
    }

    @Override
    public Backend start(String master, LisleConf conf) {
        return LocalBackend.start(LocalMaster.parse(master), conf);
    }
}
