package org.lisle.yarn.launch;

/**
 * How a container's memory is divided. YARN kills a process whose resident size is above the container's, so all parts together must stay
 * below it, also when each is used to its end:
 *
 * <pre>
 *   container = heap + native
 *   native    = 192 MiB + a tenth of what the container has above 512 MiB, at most 3 GiB;
 *               three eighths of a container of 512 MiB or less
 *               and what a resource profile asks for besides (memoryOverhead, offHeapMemory), which the container has more
 *   pool      = heap * lisle.memory.fraction     (execution and cached blocks, inside the heap)
 *   direct    = a third of native                (network buffers; the JVM refuses more)
 * </pre>
 *
 * The rest of native is class metadata, compiled code, thread stacks and the collector's own structures: about 110 MiB in a JVM with
 * Hadoop's and Lisle's classes, little of which grows with the heap.
 */
public record ContainerMemory(long containerBytes, long heapBytes, long poolBytes, long directBytes) {
    private static final long MIB = 1L << 20;
    private static final long SMALL = 512 * MIB;

    /** @param poolFraction part of the heap that is the pool, from 0 to 1 */
    public static ContainerMemory of(long containerBytes, double poolFraction) {
        return of(containerBytes, 0, poolFraction);
    }

    /** @param besidesBytes of the container, that stay outside of the heap besides what always does */
    public static ContainerMemory of(long containerBytes, long besidesBytes, double poolFraction) {
        long divided = containerBytes - besidesBytes;
        long outside = besidesBytes
                + (divided <= SMALL ? divided * 3 / 8 : Math.min(3072 * MIB, 192 * MIB + (divided - SMALL) / 10));
        long heap = (containerBytes - outside) / MIB * MIB;
        return new ContainerMemory(
                containerBytes, heap, (long) (heap * poolFraction), Math.max(16 * MIB, outside / 3 / MIB * MIB));
    }

    /** A process that hands files to the network: the heap is small however large YARN made the container. */
    public static ContainerMemory ofShuffleServer(long containerBytes) {
        long heap = Math.min(96 * MIB, containerBytes / 2);
        return new ContainerMemory(containerBytes, heap, heap / 8, Math.min(32 * MIB, containerBytes / 8));
    }

    public long heapMegabytes() {
        return heapBytes / MIB;
    }

    public long directMegabytes() {
        return directBytes / MIB;
    }
}
