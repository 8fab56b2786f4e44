package org.lisle.yarn.allocate;

/** Measures how long the application has had no executor although it asks for containers. Confined to its owner's thread. */
final class AllocationWatch {
    private final long timeoutMillis;
    private long sinceMillis = -1;

    /** @param timeoutMillis 0 for ever */
    AllocationWatch(long timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * @param starved whether containers are asked for and none is held
     * @return whether that has gone on for longer than it may
     */
    boolean over(boolean starved, long nowMillis) {
        if (!starved) {
            sinceMillis = -1;
            return false;
        }
        sinceMillis = sinceMillis < 0 ? nowMillis : sinceMillis;
        return timeoutMillis > 0 && nowMillis - sinceMillis >= timeoutMillis;
    }
}
