package org.lisle.executor.memory;

import java.util.TreeMap;

/**
 * Who holds how much of the pool, and who may have how much more. Pure bookkeeping: no locks, no waiting, no eviction; confined to whoever
 * guards it.
 *
 * <p>The rules follow Spark's unified memory. With T the whole budget, S what storage holds and P the part of it in which storage is safe:
 * execution may have {@code E = T - min(S, P)}. Of N active tasks each may hold up to E/N, and should get E/2N before it is told to spill.
 */
final class MemoryAccounts {
    private final long configured;
    private final long storageSafeWhenWhole;
    private long total;
    private long storageSafe;
    private final TreeMap<Long, Long> tasks = new TreeMap<>();
    private long executionUsed;
    private long storageUsed;

    MemoryAccounts(long total, long storageSafe) {
        this.configured = total;
        this.storageSafeWhenWhole = storageSafe;
        this.total = total;
        this.storageSafe = storageSafe;
    }

    /**
     * What a request of a task would get now.
     *
     * @param granted bytes that are free and within the task's share
     * @param evict bytes to take back from storage first: together with {@code granted} at most what the task may have
     * @param belowShare the task would be left with less than its least share, so that it is better to wait for others
     */
    record Offer(long granted, long evict, boolean belowShare) {}

    Offer offer(long task, long wanted) {
        long used = tasks.getOrDefault(task, 0L);
        int active = Math.max(1, tasks.size());
        long execution = total - Math.min(storageUsed, storageSafe);
        long allowed = Math.max(0, Math.min(wanted, execution / active - used));
        long granted = Math.min(allowed, free());
        long evict = Math.min(allowed - granted, Math.max(0, storageUsed - storageSafe));
        boolean belowShare = granted < wanted && used + granted < execution / (2L * active);
        return new Offer(granted, evict, belowShare);
    }

    /** From now on only so many bytes are handed out, at most the configured ones; who holds more keeps it until it gives it back. */
    void limit(long bytes) {
        total = Math.min(bytes, configured);
        storageSafe = (long) (storageSafeWhenWhole * ((double) total / configured));
    }

    void addTask(long task) {
        tasks.putIfAbsent(task, 0L);
    }

    /** Returns what the task still held. */
    long removeTask(long task) {
        Long used = tasks.remove(task);
        long held = used == null ? 0 : used;
        executionUsed -= held;
        return held;
    }

    /** Counts bytes for a task, whether they are there or not: the caller asked for an {@link #offer} or takes an overdraft. */
    void take(long task, long bytes) {
        tasks.merge(task, bytes, Long::sum);
        executionUsed += bytes;
    }

    void giveBack(long task, long bytes) {
        long used = tasks.getOrDefault(task, 0L);
        if (bytes < 0 || bytes > used) {
            throw new IllegalStateException("task " + task + " gives back " + bytes + " bytes and holds " + used);
        }
        tasks.put(task, used - bytes);
        executionUsed -= bytes;
    }

    /** Takes all the bytes for storage, or none: returns the bytes that are missing, 0 when taken. */
    long takeStorage(long bytes) {
        long missing = bytes - free();
        if (missing > 0) {
            return missing;
        }
        storageUsed += bytes;
        return 0;
    }

    void giveBackStorage(long bytes) {
        if (bytes < 0 || bytes > storageUsed) {
            throw new IllegalStateException("storage gives back " + bytes + " bytes and holds " + storageUsed);
        }
        storageUsed -= bytes;
    }

    /** Bytes nobody holds; 0 while there is an overdraft. */
    long free() {
        return Math.max(0, total - executionUsed - storageUsed);
    }

    int activeTasks() {
        return tasks.size();
    }

    long executionUsed() {
        return executionUsed;
    }

    long storageUsed() {
        return storageUsed;
    }
}
