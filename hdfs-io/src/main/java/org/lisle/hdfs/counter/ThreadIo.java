package org.lisle.hdfs.counter;

import java.util.List;
import org.apache.hadoop.fs.FileSystem;

/**
 * Bytes that Hadoop's file systems moved on this thread since the start, for formats that do not say themselves. Confined to the thread
 * that started it.
 */
public final class ThreadIo {
    private final long readBefore;
    private final long writtenBefore;

    private ThreadIo(long readBefore, long writtenBefore) {
        this.readBefore = readBefore;
        this.writtenBefore = writtenBefore;
    }

    public static ThreadIo start() {
        return new ThreadIo(totalRead(), totalWritten());
    }

    public long bytesRead() {
        return totalRead() - readBefore;
    }

    public long bytesWritten() {
        return totalWritten() - writtenBefore;
    }

    private static long totalRead() {
        return statistics().stream()
                .mapToLong(each -> each.getThreadStatistics().getBytesRead())
                .sum();
    }

    private static long totalWritten() {
        return statistics().stream()
                .mapToLong(each -> each.getThreadStatistics().getBytesWritten())
                .sum();
    }

    @SuppressWarnings("deprecation") // the statistics that replace it are not kept by thread
    private static List<FileSystem.Statistics> statistics() {
        return FileSystem.getAllStatistics();
    }
}
