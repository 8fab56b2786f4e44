package org.lisle.executor.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task's share of the executor's memory, and the consumers that hold it. When the pool refuses, consumers of this task, never of
 * another, are asked to spill: the largest first, the one that asks last.
 *
 * <p>Confined to the task's thread, except {@link #used()} and {@link #peak()}, which any thread may read.
 */
public final class TaskMemory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskMemory.class);

    private final MemoryPool pool;
    private final long taskId;
    private final Map<MemoryConsumer, Long> held = new IdentityHashMap<>();
    private final Map<String, Long> leaks = new TreeMap<>();
    private boolean spilling;
    /** Whether to wait for others: no more after a wait in vain, until there was enough again. */
    private boolean patient = true;

    private boolean closed;
    private volatile long used;
    private volatile long peak;

    TaskMemory(MemoryPool pool, long taskId) {
        this.pool = pool;
        this.taskId = taskId;
    }

    public long taskId() {
        return taskId;
    }

    /** A good size for the arrays that consumers allocate. */
    public int pageBytes() {
        return pool.pageBytes();
    }

    /** Bytes each of the tasks running now may hold, if all want as much. */
    public long fairShare() {
        return pool.fairShare();
    }

    /**
     * Reserves up to {@code bytes}, after evicting cached blocks, waiting a bounded time for other tasks, and spilling.
     *
     * @return bytes granted, 0 to {@code bytes}; the consumer holds them until it releases them
     * @throws LisleException SPILL_DISK_FULL or LOCAL_DISK when spilling fails
     */
    public long reserve(long bytes, MemoryConsumer consumer) {
        checkUsable(bytes);
        long granted = pool.take(taskId, bytes, patient);
        patient = granted == bytes;
        try {
            // What is granted counts as held only at the end, so that a consumer that spills here releases only what it
            // knows of.
            Iterator<MemoryConsumer> spillable =
                    granted < bytes ? spillOrder(consumer).iterator() : Collections.emptyIterator();
            while (granted < bytes && spillable.hasNext()) {
                if (spill(spillable.next(), bytes - granted) > 0) {
                    granted += pool.take(taskId, bytes - granted, false);
                }
            }
        } catch (RuntimeException | Error e) {
            pool.giveBack(taskId, granted);
            throw e;
        }
        count(granted, consumer);
        return granted;
    }

    /** Reserves all the bytes if they can be had without waiting and without spilling; what is nice to have, such as reading ahead. */
    public boolean tryReserve(long bytes, MemoryConsumer consumer) {
        checkUsable(bytes);
        long granted = pool.take(taskId, bytes, false);
        if (granted < bytes) {
            pool.giveBack(taskId, granted);
            return false;
        }
        count(granted, consumer);
        return true;
    }

    /** Reserves all the bytes, or none. Fails as {@link #reserve}. */
    public boolean reserveAll(long bytes, MemoryConsumer consumer) {
        long granted = reserve(bytes, consumer);
        if (granted == bytes) {
            return true;
        }
        release(granted, consumer);
        return false;
    }

    /**
     * Reserves the little without which the consumer cannot go on at all, such as one page: when nothing else helps it is granted beyond
     * the budget. Fails as {@link #reserve}.
     */
    public void reserveMinimum(long bytes, MemoryConsumer consumer) {
        long granted = reserve(bytes, consumer);
        if (granted < bytes) {
            pool.overdraw(taskId, bytes - granted);
            count(bytes - granted, consumer);
        }
    }

    /** @throws IllegalStateException when the consumer holds less */
    public void release(long bytes, MemoryConsumer consumer) {
        if (bytes == 0) {
            return;
        }
        long holds = heldBy(consumer);
        if (bytes < 0 || bytes > holds) {
            throw new IllegalStateException(consumer.name() + " releases " + bytes + " bytes and holds " + holds);
        }
        if (bytes == holds) {
            held.remove(consumer);
        } else {
            held.put(consumer, holds - bytes);
        }
        used -= bytes;
        pool.giveBack(taskId, bytes);
    }

    public void releaseAll(MemoryConsumer consumer) {
        release(heldBy(consumer), consumer);
    }

    public long heldBy(MemoryConsumer consumer) {
        return held.getOrDefault(consumer, 0L);
    }

    public long used() {
        return used;
    }

    /** The most bytes this task ever held at a time. */
    public long peak() {
        return peak;
    }

    /** Ends the task's share. What consumers still hold is released, logged, and named by {@link #leaks()}. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        held.forEach((consumer, bytes) -> leaks.merge(consumer.name(), bytes, Long::sum));
        if (!leaks.isEmpty()) {
            LOG.warn("Task {} ended without releasing memory: {} (bytes by consumer)", taskId, leaks);
        }
        held.clear();
        used = 0;
        pool.end(taskId);
    }

    /** After {@link #close}: the bytes not released, by consumer's name. */
    public Map<String, Long> leaks() {
        return Map.copyOf(leaks);
    }

    /** Who holds memory, the largest first, the one that asks last; equal ones by name. */
    private List<MemoryConsumer> spillOrder(MemoryConsumer asking) {
        List<MemoryConsumer> order = new ArrayList<>(held.keySet());
        order.sort((a, b) -> {
            if (a == asking || b == asking) {
                return Boolean.compare(a == asking, b == asking);
            }
            int bySize = Long.compare(heldBy(b), heldBy(a));
            return bySize != 0 ? bySize : a.name().compareTo(b.name());
        });
        return order;
    }

    private long spill(MemoryConsumer consumer, long target) {
        spilling = true;
        try {
            return consumer.spill(target);
        } catch (IOException e) {
            throw new LisleException(
                    ErrorCode.LOCAL_DISK,
                    consumer.name() + " of task " + taskId + " could not spill: " + e.getMessage(),
                    "look at the node's local disks",
                    e);
        } finally {
            spilling = false;
        }
    }

    private void checkUsable(long bytes) {
        if (closed || spilling) {
            throw new IllegalStateException(
                    closed ? "the memory of task " + taskId + " is closed" : "a consumer reserves while it spills");
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("reserving " + bytes + " bytes");
        }
    }

    private void count(long bytes, MemoryConsumer consumer) {
        if (bytes > 0) {
            held.merge(consumer, bytes, Long::sum);
            used += bytes;
            peak = Math.max(peak, used);
        }
    }
}
