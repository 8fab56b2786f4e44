package org.lisle.yarn.am;

import org.lisle.yarn.allocate.AllocationSummary;

/** One line about what an application waits for, for its page and the client's progress. Pure. */
final class WaitingLine {
    /** Executors take a few seconds to start: until then nobody need be told. */
    private static final long PATIENCE_MILLIS = 5_000;

    private WaitingLine() {}

    /**
     * Such as {@code waiting for executors: 0 of 2 running for 14 s; 2 start}.
     *
     * @param sinceMillis since when jobs have no executor; 0 when they do not wait
     * @param containers what the allocator says of containers it waits for; empty for nothing
     */
    static String of(long sinceMillis, long nowMillis, AllocationSummary executors, String containers) {
        long waited = sinceMillis == 0 ? 0 : nowMillis - sinceMillis;
        if (waited < PATIENCE_MILLIS) {
            return containers;
        }
        String line = "waiting for executors: " + executors.running() + " of " + executors.wanted() + " running for "
                + waited / 1000 + " s";
        if (executors.starting() > 0) {
            line += "; " + executors.starting() + " start";
        }
        return containers.isEmpty() ? line : line + "; " + containers;
    }
}
