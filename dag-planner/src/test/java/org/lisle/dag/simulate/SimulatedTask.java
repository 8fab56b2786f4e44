package org.lisle.dag.simulate;

import java.util.Map;
import org.lisle.core.message.MapOutputs;
import org.lisle.dag.schedule.Command;

/** A task on a simulated executor. */
final class SimulatedTask {
    final Command.TaskLaunch launch;
    final SimulatedCluster.Executor executor;
    /** The executor was declared lost, but the process lives on and reports what it still does. */
    boolean orphan;
    /** How long its work takes. */
    long runNanos;
    /** It has tried long enough to reach a host. */
    boolean gaveUp;
    /** It has waited for the other tasks of its barrier stage. */
    boolean passed;
    /** Ended, or its process did. */
    boolean gone;
    /** Where it was told its inputs are, by shuffle. */
    Map<Integer, MapOutputs> inputs = Map.of();
    /** The contents of all map outputs that went into it, directly or not, by shuffle and map partition. */
    Map<String, Long> madeOf = Map.of();

    SimulatedTask(Command.TaskLaunch launch, SimulatedCluster.Executor executor) {
        this.launch = launch;
        this.executor = executor;
    }
}
