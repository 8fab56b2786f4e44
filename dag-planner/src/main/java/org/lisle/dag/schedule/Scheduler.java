package org.lisle.dag.schedule;

/** The pure core (D1). */
public final class Scheduler {
    private Scheduler() {}
}
