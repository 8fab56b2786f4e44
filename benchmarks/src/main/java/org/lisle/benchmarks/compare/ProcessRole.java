package org.lisle.benchmarks.compare;

/** What a JVM of a run is for. */
enum ProcessRole {
    CLIENT,
    DRIVER,
    EXECUTOR
}
