package org.lisle.executor.memory;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory budget of an executor. Storage may use what execution does not need; execution takes back, by eviction, what storage holds
 * above its safe part. {@link MemoryAccounts} has the rules; this class adds the lock, the waiting and the eviction.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // the evictor is thread-safe by its contract
public final class MemoryPool {
    private static final int LEAST_PAGE = 4 << 10;
    private static final int MOST_PAGE = 1 << 20;
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();

    @GuardedBy("lock")
    private final MemoryAccounts accounts;

    @GuardedBy("lock")
    private StorageEvictor evictor = bytes -> 0;

    private final long total;
    private final long patienceNanos;

    /**
     * @param bytes the whole budget
     * @param storageFraction part of it, 0 to 1, in which cached blocks are safe from execution
     */
    public MemoryPool(long bytes, double storageFraction) {
        this(bytes, storageFraction, DEFAULT_PATIENCE);
    }

    /** @param patience how long a task below its least share waits for others to give memory back */
    public MemoryPool(long bytes, double storageFraction, Duration patience) {
        if (bytes <= 0 || !(storageFraction >= 0 && storageFraction <= 1)) {
            throw new IllegalArgumentException(bytes + " bytes, storage fraction " + storageFraction);
        }
        this.total = bytes;
        this.patienceNanos = patience.toNanos();
        this.accounts = new MemoryAccounts(bytes, (long) (bytes * storageFraction));
    }

    /** The share of a task that begins. {@link TaskMemory#close} ends it. */
    public TaskMemory forTask(long taskId) {
        lock.lock();
        try {
            accounts.addTask(taskId);
        } finally {
            lock.unlock();
        }
        return new TaskMemory(this, taskId);
    }

    /** Who is asked to drop cached blocks; set once, by the block store. */
    public void evictWith(StorageEvictor storageEvictor) {
        lock.lock();
        try {
            evictor = storageEvictor;
        } finally {
            lock.unlock();
        }
    }

    /** From now on only so many bytes are handed out; who holds more is told to spill when it asks for more. */
    public void limit(long bytes) {
        lock.lock();
        try {
            accounts.limit(bytes);
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Puts cached blocks out of memory, may write to disk. Returns the bytes released. */
    public long evict(long bytes) {
        StorageEvictor evictorNow;
        lock.lock();
        try {
            evictorNow = evictor;
        } finally {
            lock.unlock();
        }
        return evictorNow.evict(bytes);
    }

    /** Bytes in all, as configured. */
    public long total() {
        return total;
    }

    /** A good size for the arrays that consumers allocate: a power of two, 1 MiB unless the pool is very small. */
    public int pageBytes() {
        return (int) Math.max(LEAST_PAGE, Math.min(MOST_PAGE, Long.highestOneBit(Math.max(1, total / 64))));
    }

    /** Bytes each of the tasks running now may hold, if all want as much. */
    public long fairShare() {
        lock.lock();
        try {
            return total / Math.max(1, accounts.activeTasks());
        } finally {
            lock.unlock();
        }
    }

    public long executionUsed() {
        lock.lock();
        try {
            return accounts.executionUsed();
        } finally {
            lock.unlock();
        }
    }

    public long storageUsed() {
        lock.lock();
        try {
            return accounts.storageUsed();
        } finally {
            lock.unlock();
        }
    }

    /** Takes all the bytes for cached blocks, or none. @return the bytes that are missing; 0 when they were taken */
    public long takeStorage(long bytes) {
        lock.lock();
        try {
            return accounts.takeStorage(bytes);
        } finally {
            lock.unlock();
        }
    }

    public void releaseStorage(long bytes) {
        lock.lock();
        try {
            accounts.giveBackStorage(bytes);
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes up to the bytes wanted: evicts what storage borrowed, and waits, when patient, while the task is below its least share. */
    long take(long task, long wanted, boolean patient) {
        long deadline = System.nanoTime() + (patient ? patienceNanos : 0);
        boolean evictable = true;
        while (true) {
            long evict;
            StorageEvictor evictorNow;
            lock.lock();
            try {
                MemoryAccounts.Offer offer = accounts.offer(task, wanted);
                evict = evictable ? offer.evict() : 0;
                evictorNow = evictor;
                if (evict == 0 && !(offer.belowShare() && awaitRelease(deadline))) {
                    accounts.take(task, offer.granted());
                    return offer.granted();
                }
            } finally {
                lock.unlock();
            }
            if (evict > 0) {
                evictable = evictorNow.evict(evict) > 0;
            }
        }
    }

    /** Returns false when there is no time left, or the thread is interrupted (and stays so). */
    @GuardedBy("lock")
    private boolean awaitRelease(long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        try {
            // In steps: a thread that was interrupted before, or eviction that became possible, is noticed.
            boolean signalled =
                    released.await(Math.min(left, TimeUnit.MILLISECONDS.toNanos(200)), TimeUnit.NANOSECONDS);
            return signalled || deadline - System.nanoTime() > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes the bytes whether they are there or not. */
    void overdraw(long task, long bytes) {
        lock.lock();
        try {
            accounts.take(task, bytes);
        } finally {
            lock.unlock();
        }
    }

    void giveBack(long task, long bytes) {
        lock.lock();
        try {
            accounts.giveBack(task, bytes);
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void end(long task) {
        lock.lock();
        try {
            accounts.removeTask(task);
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
