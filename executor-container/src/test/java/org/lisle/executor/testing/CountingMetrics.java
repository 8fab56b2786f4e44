package org.lisle.executor.testing;

import org.lisle.executor.shuffle.fetch.ShuffleReadMetrics;
import org.lisle.executor.shuffle.write.ShuffleWriteMetrics;

/** Adds up what it hears. */
public final class CountingMetrics implements ShuffleReadMetrics, ShuffleWriteMetrics {
    public long recordsWritten;
    public long bytesWritten;
    public long bytesSpilled;
    public long writeNanos;
    public long localBytes;
    public long remoteBytes;
    public long recordsRead;
    public long waitNanos;

    @Override
    public void readLocal(long bytes) {
        localBytes += bytes;
    }

    @Override
    public void readRemote(long bytes) {
        remoteBytes += bytes;
    }

    @Override
    public void shuffleRecordsRead(long records) {
        recordsRead += records;
    }

    @Override
    public void fetchWaited(long nanos) {
        waitNanos += nanos;
    }

    @Override
    public void shuffleWritten(long records, long bytes) {
        recordsWritten += records;
        bytesWritten += bytes;
    }

    @Override
    public void spilled(long bytes) {
        bytesSpilled += bytes;
    }

    @Override
    public void shuffleWriteNanos(long nanos) {
        writeNanos += nanos;
    }
}
