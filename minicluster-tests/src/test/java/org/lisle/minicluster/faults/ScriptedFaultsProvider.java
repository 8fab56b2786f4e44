package org.lisle.minicluster.faults;

import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultInjectorProvider;

/** Makes {@link ScriptedFaults} out of the setting's text; found by the service loader in the tests' jar. */
public final class ScriptedFaultsProvider implements FaultInjectorProvider {
    @Override
    public FaultInjector create(String plan, String process) {
        return new ScriptedFaults(FaultPlan.parse(plan), process);
    }
}
