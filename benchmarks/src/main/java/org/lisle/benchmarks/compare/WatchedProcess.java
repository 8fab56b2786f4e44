package org.lisle.benchmarks.compare;

/** A process as it was seen last. */
record WatchedProcess(ProcessRole role, double cpuSeconds, long peakMegabytes) {}
