package org.lisle.recovery;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.LisleConf;
import org.lisle.dag.driver.Backend;
import org.lisle.dag.driver.BackendProvider;

/** The master {@code rig}: the driver that a {@link Rig} has just started. */
public final class RigProvider implements BackendProvider {
    private static volatile @Nullable Driver driver;

    static void next(Driver next) {
        driver = next;
    }

    @Override
    public boolean accepts(String master) {
        return master.equals("rig");
    }

    @Override
    public Backend start(String master, LisleConf conf) {
        return Objects.requireNonNull(driver, "no rig has started a driver");
    }
}
