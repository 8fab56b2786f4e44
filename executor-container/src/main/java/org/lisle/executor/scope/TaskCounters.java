package org.lisle.executor.scope;

import java.util.concurrent.atomic.AtomicLongArray;
import org.lisle.core.message.TaskMetrics;
import org.lisle.executor.shuffle.fetch.ShuffleReadMetrics;
import org.lisle.executor.shuffle.write.ShuffleWriteMetrics;

/** Counts what a task does. Written by the task's thread, read by any. */
public final class TaskCounters implements ShuffleReadMetrics, ShuffleWriteMetrics {
    private final AtomicLongArray counts = new AtomicLongArray(Counter.values().length);

    /** Called on the task's thread only. */
    public void add(Counter counter, long amount) {
        int index = counter.ordinal();
        counts.lazySet(index, counts.getPlain(index) + amount);
    }

    public long get(Counter counter) {
        return counts.get(counter.ordinal());
    }

    /** What is counted by now. */
    public TaskMetrics snapshot(long peakMemoryBytes) {
        return TaskMetrics.newBuilder()
                .setRecordsRead(get(Counter.RECORDS_READ))
                .setBytesRead(get(Counter.BYTES_READ))
                .setRecordsWritten(get(Counter.RECORDS_WRITTEN))
                .setBytesWritten(get(Counter.BYTES_WRITTEN))
                .setShuffleRecordsWritten(get(Counter.SHUFFLE_RECORDS_WRITTEN))
                .setShuffleBytesWritten(get(Counter.SHUFFLE_BYTES_WRITTEN))
                .setShuffleRecordsRead(get(Counter.SHUFFLE_RECORDS_READ))
                .setShuffleBytesReadLocal(get(Counter.SHUFFLE_BYTES_READ_LOCAL))
                .setShuffleBytesReadRemote(get(Counter.SHUFFLE_BYTES_READ_REMOTE))
                .setBytesSpilled(get(Counter.BYTES_SPILLED))
                .setPeakMemoryBytes(peakMemoryBytes)
                .setResultBytes(get(Counter.RESULT_BYTES))
                .setRunNanos(get(Counter.RUN_NANOS))
                .setCpuNanos(get(Counter.CPU_NANOS))
                .setGcNanos(get(Counter.GC_NANOS))
                .setDeserializeNanos(get(Counter.DESERIALIZE_NANOS))
                .setFetchWaitNanos(get(Counter.FETCH_WAIT_NANOS))
                .setShuffleWriteNanos(get(Counter.SHUFFLE_WRITE_NANOS))
                .setBadRecords(get(Counter.BAD_RECORDS))
                .build();
    }

    @Override
    public void readLocal(long bytes) {
        add(Counter.SHUFFLE_BYTES_READ_LOCAL, bytes);
    }

    @Override
    public void readRemote(long bytes) {
        add(Counter.SHUFFLE_BYTES_READ_REMOTE, bytes);
    }

    @Override
    public void shuffleRecordsRead(long records) {
        add(Counter.SHUFFLE_RECORDS_READ, records);
    }

    @Override
    public void fetchWaited(long nanos) {
        add(Counter.FETCH_WAIT_NANOS, nanos);
    }

    @Override
    public void shuffleWritten(long records, long bytes) {
        add(Counter.SHUFFLE_RECORDS_WRITTEN, records);
        add(Counter.SHUFFLE_BYTES_WRITTEN, bytes);
    }

    @Override
    public void spilled(long bytes) {
        add(Counter.BYTES_SPILLED, bytes);
    }

    @Override
    public void shuffleWriteNanos(long nanos) {
        add(Counter.SHUFFLE_WRITE_NANOS, nanos);
    }
}
