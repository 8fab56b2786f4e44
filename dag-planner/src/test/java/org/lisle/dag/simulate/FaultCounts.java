package org.lisle.dag.simulate;

import java.util.EnumMap;
import java.util.Map;

/** How often each fault happened, to show that they fired. */
final class FaultCounts {
    private final Map<SimulatedFault, Integer> times = new EnumMap<>(SimulatedFault.class);

    void count(SimulatedFault fault) {
        times.merge(fault, 1, Integer::sum);
    }

    void count(SimulatedFault fault, boolean happened) {
        if (happened) {
            count(fault);
        }
    }

    int of(SimulatedFault fault) {
        return times.getOrDefault(fault, 0);
    }

    void add(FaultCounts others) {
        others.times.forEach((fault, more) -> times.merge(fault, more, Integer::sum));
    }

    @Override
    public String toString() {
        return times.toString();
    }
}
