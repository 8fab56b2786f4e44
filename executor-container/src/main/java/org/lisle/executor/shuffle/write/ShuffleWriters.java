package org.lisle.executor.shuffle.write;

import com.google.errorprone.annotations.ThreadSafe;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.compress.Compression;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.memory.TaskMemory;
import org.lisle.executor.shuffle.merge.MergedSegments;

/** Opens writers of map outputs. One per executor. */
@ThreadSafe
@SuppressWarnings("Immutable") // LocalDirectories and MergedSegments are thread-safe
public final class ShuffleWriters {
    private final LocalDirectories directories;
    private final Compression compression;
    private final Location location;
    private final MergedSegments merged;

    /**
     * Where others find what is written here.
     *
     * @param port of the executor's data server
     */
    public record Location(String executor, String host, int port) {}

    /** @param merged is told of what was written */
    public ShuffleWriters(
            LocalDirectories directories, Compression compression, Location location, MergedSegments merged) {
        this.directories = directories;
        this.compression = compression;
        this.location = location;
        this.merged = merged;
    }

    /**
     * A writer for one attempt of a map task, which ends it with commit or abort.
     *
     * @param taskId the attempt's id
     * @param codec confined to the task's thread, used until the writer ends
     */
    public ShuffleWriter open(
            ShuffleSpec shuffle,
            int mapPartition,
            long taskId,
            TaskMemory memory,
            RecordCodec codec,
            ShuffleWriteMetrics metrics) {
        var sorter = new SortedShuffleWriter(
                "shuffle " + shuffle.shuffleId() + " writer",
                shuffle.reducePartitions(),
                memory,
                codec,
                compression,
                directories,
                metrics);
        return new CommittingWriter(shuffle, mapPartition, taskId, sorter, directories, location, merged, metrics);
    }
}
