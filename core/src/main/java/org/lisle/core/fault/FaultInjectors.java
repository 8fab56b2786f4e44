package org.lisle.core.fault;

import java.util.ServiceLoader;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** Finds the injector of a process. */
public final class FaultInjectors {
    private FaultInjectors() {}

    /**
     * {@link FaultInjector#NONE}, unless {@code lisle.testing.faults} is set.
     *
     * @param process see {@link FaultInjectorProvider#create}
     * @throws LisleException INVALID_SETTING when it is set and no provider is on the class path
     */
    public static FaultInjector of(LisleConf conf, String process, ClassLoader loader) {
        String plan = conf.get(Settings.TESTING_FAULTS);
        if (plan.isEmpty()) {
            return FaultInjector.NONE;
        }
        return ServiceLoader.load(FaultInjectorProvider.class, loader)
                .findFirst()
                .orElseThrow(() -> new LisleException(
                        ErrorCode.INVALID_SETTING,
                        Settings.TESTING_FAULTS.name() + " is set to \"" + plan
                                + "\", but no fault injector is on the class path",
                        "this setting is for Lisle's own tests: take it out"))
                .create(plan, process);
    }
}
