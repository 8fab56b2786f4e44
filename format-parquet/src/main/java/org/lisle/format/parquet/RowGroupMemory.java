package org.lisle.format.parquet;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * The memory for row groups that are being written. A row group is in memory until it is whole, one for each file that is open, and a task
 * may have many files open. Each new file gets a quarter of what is left of a fifth of the heap, at most what it asks for and at least a
 * mebibyte: few files have row groups of full size, many have smaller ones. Thread-safe.
 */
final class RowGroupMemory {
    private static final long LEAST_BYTES = 1L << 20;
    private static final RowGroupMemory OF_PROCESS =
            new RowGroupMemory(Runtime.getRuntime().maxMemory() / 5);

    private final Object lock = new Object();

    @GuardedBy("lock")
    private long free;

    RowGroupMemory(long bytes) {
        this.free = bytes;
    }

    static RowGroupMemory ofProcess() {
        return OF_PROCESS;
    }

    /**
     * The size of a new file's row groups.
     *
     * @param wanted bytes, above 0
     */
    Share take(long wanted) {
        synchronized (lock) {
            long bytes = Math.min(wanted, Math.max(LEAST_BYTES, free / 4));
            free -= bytes;
            return new Share(bytes);
        }
    }

    /** What one file has, until it is closed; once more: nothing happens. */
    final class Share implements AutoCloseable {
        private final long bytes;
        private boolean closed;

        private Share(long bytes) {
            this.bytes = bytes;
        }

        long bytes() {
            return bytes;
        }

        @Override
        public void close() {
            synchronized (lock) {
                free += closed ? 0 : bytes;
                closed = true;
            }
        }
    }
}
