package org.lisle.executor.testing;

import java.util.ArrayList;
import java.util.List;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultPoint;

/** Faults in the order in which a test wants them at one point; counts what fired. Thread-safe. */
public final class OrderedFaults implements FaultInjector {
    private final FaultPoint point;
    private final List<Fault> left;
    private int fired;

    public OrderedFaults(FaultPoint point, Fault... faults) {
        this.point = point;
        this.left = new ArrayList<>(List.of(faults));
    }

    @Override
    public synchronized Fault at(FaultPoint passed, String key) {
        if (passed != point || left.isEmpty()) {
            return Fault.NONE;
        }
        fired++;
        return left.remove(0);
    }

    /** How many of the faults have happened. */
    public synchronized int fired() {
        return fired;
    }
}
