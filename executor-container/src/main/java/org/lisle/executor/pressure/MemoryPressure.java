package org.lisle.executor.pressure;

/**
 * What to do about the process's size: a decision of numbers, without I/O, clock or threads of its own. Confined to one thread.
 *
 * <pre>
 *   resident / limit
 *   below 85 %    the pool has its whole budget, tasks are taken
 *   from  90 %    the pool's budget shrinks by what is above 85 %, so that consumers spill as they ask for more; cached blocks go
 *                 out of memory to the same amount
 *   from  95 %    no new tasks besides, and the heap is collected, at most once a minute
 * </pre>
 *
 * Between the marks things stay as they are, so that the executor does not swing. The budget never falls below a quarter: with less, tasks
 * would make no progress, and what is so large is not the pool.
 */
final class MemoryPressure {
    private static final double CALM = 0.85;
    private static final double TIGHT = 0.90;
    private static final double CRITICAL = 0.95;
    private static final long COLLECT_EVERY_MILLIS = 60_000;

    private final long limitBytes;
    private final long poolBytes;
    private final boolean collecting;
    private long budgetBytes;
    private boolean refusing;
    private long lastCollectedMillis = -COLLECT_EVERY_MILLIS;

    /**
     * @param limitBytes above which the process is killed
     * @param poolBytes the pool's budget as configured
     * @param collecting whether a collection gives memory back to the system: the serial collector does, the parallel one does not
     */
    MemoryPressure(long limitBytes, long poolBytes, boolean collecting) {
        this.limitBytes = limitBytes;
        this.poolBytes = poolBytes;
        this.collecting = collecting;
        this.budgetBytes = poolBytes;
    }

    /**
     * What to do now.
     *
     * @param budgetBytes what the pool may hand out in all from now on
     * @param evictBytes of cached blocks to put out of memory; 0 for none
     * @param refusal why no more tasks are wanted; empty when they are
     * @param collect whether to have the heap collected
     */
    record Actions(long budgetBytes, long evictBytes, String refusal, boolean collect) {}

    /**
     * @param residentBytes of the process
     * @param storageBytes of cached blocks in memory
     * @param usedBytes of the pool, those included
     */
    Actions decide(long residentBytes, long storageBytes, long usedBytes, long nowMillis) {
        double part = (double) residentBytes / limitBytes;
        long evict = 0;
        if (part < CALM) {
            budgetBytes = poolBytes;
            refusing = false;
        } else if (part >= TIGHT) {
            long over = residentBytes - (long) (CALM * limitBytes);
            budgetBytes = Math.max(poolBytes / 4, Math.min(budgetBytes, usedBytes - over));
            evict = Math.min(storageBytes, over);
            refusing |= part >= CRITICAL;
        }
        boolean collect = collecting && part >= CRITICAL && nowMillis - lastCollectedMillis >= COLLECT_EVERY_MILLIS;
        lastCollectedMillis = collect ? nowMillis : lastCollectedMillis;
        return new Actions(budgetBytes, evict, refusing ? refusal(residentBytes) : "", collect);
    }

    private String refusal(long residentBytes) {
        return "its process takes " + (residentBytes >> 20) + " MiB of its container's " + (limitBytes >> 20) + " MiB";
    }
}
