package org.lisle.executor.spill;

import org.lisle.executor.memory.MemoryConsumer;
import org.lisle.executor.memory.TaskMemory;

/**
 * The memory of one consumer, asked for ahead and in steps, so that the pool is not asked for each record. Confined to the task's thread.
 */
public final class MemoryClaim {
    private static final long MOST_AHEAD = 4 << 20;

    private final TaskMemory memory;
    private final MemoryConsumer consumer;
    private final long minimum;
    private long held;

    public MemoryClaim(TaskMemory memory, MemoryConsumer consumer) {
        this.memory = memory;
        this.consumer = consumer;
        this.minimum = 4L * memory.pageBytes();
    }

    /** Bytes held. */
    public long held() {
        return held;
    }

    /**
     * Makes the consumer hold at least so many bytes, which may make it spill. A little is always granted: nobody can work with nothing.
     *
     * @return false when they were refused: then the consumer spills
     */
    public boolean ensure(long bytes) {
        if (bytes <= held) {
            return true;
        }
        long wanted = Math.max(bytes - held, Math.min(held, MOST_AHEAD));
        memory.reserve(wanted, consumer);
        held = memory.heldBy(consumer);
        if (bytes > held && bytes <= minimum) {
            memory.reserveMinimum(bytes - held, consumer);
            held = memory.heldBy(consumer);
        }
        return bytes <= held;
    }

    /** Takes bytes without which there is no going on, whether the pool has them or not. */
    public void require(long bytes) {
        if (bytes > held) {
            memory.reserveMinimum(bytes - held, consumer);
            held = memory.heldBy(consumer);
        }
    }

    /** Gives back what is held above so many bytes. @return bytes given back */
    public long shrinkTo(long bytes) {
        long released = Math.max(0, memory.heldBy(consumer) - bytes);
        memory.release(released, consumer);
        held = memory.heldBy(consumer);
        return released;
    }
}
