package org.lisle.benchmarks.compare;

import java.util.EnumMap;
import java.util.Map;

/**
 * What the processes of a run used.
 *
 * @param cpuSeconds user and system time by role
 * @param peakExecutorMegabytes the largest resident size that an executor ever had
 */
record Usage(Map<ProcessRole, Double> cpuSeconds, long peakExecutorMegabytes) {
    double cpu(ProcessRole role) {
        return cpuSeconds.getOrDefault(role, 0.0);
    }

    double allCpu() {
        return cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    static Usage of(Iterable<WatchedProcess> processes) {
        Map<ProcessRole, Double> cpu = new EnumMap<>(ProcessRole.class);
        long peak = 0;
        for (WatchedProcess process : processes) {
            cpu.merge(process.role(), process.cpuSeconds(), Double::sum);
            if (process.role() == ProcessRole.EXECUTOR) {
                peak = Math.max(peak, process.peakMegabytes());
            }
        }
        return new Usage(cpu, peak);
    }
}
