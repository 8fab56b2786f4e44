package org.lisle.executor.shuffle.write;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lisle.core.message.MapOutput;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.core.shuffle.ContentSums;
import org.lisle.core.shuffle.SegmentSizes;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.shuffle.merge.MergedSegments;
import org.lisle.executor.shuffle.segment.MapOutputName;

/** A {@link SortedShuffleWriter} that ends as a committed map output, or leaves nothing. Confined to the task's thread. */
final class CommittingWriter implements ShuffleWriter {
    private final MapOutputName name;
    private final int partitions;
    private final int mapPartitions;
    private final SortedShuffleWriter sorter;
    private final MapOutputFile file;
    private final ShuffleWriters.Location location;
    private final MergedSegments merged;
    private final ShuffleWriteMetrics metrics;
    private boolean ended;

    CommittingWriter(
            ShuffleSpec shuffle,
            int mapPartition,
            long taskId,
            SortedShuffleWriter sorter,
            LocalDirectories directories,
            ShuffleWriters.Location location,
            MergedSegments merged,
            ShuffleWriteMetrics metrics) {
        this.name = new MapOutputName(shuffle.shuffleId(), mapPartition, taskId);
        this.partitions = shuffle.reducePartitions();
        this.mapPartitions = shuffle.mapPartitions();
        this.sorter = sorter;
        this.file = new MapOutputFile(directories, name);
        this.location = location;
        this.merged = merged;
        this.metrics = metrics;
    }

    @Override
    public void write(int reducePartition, @Nullable Object key, @Nullable Object value) {
        if (ended || reducePartition < 0 || reducePartition >= partitions) {
            throw refused(reducePartition);
        }
        sorter.add(reducePartition, key, value);
    }

    @Override
    public MapOutput commit() {
        if (ended) {
            throw new IllegalStateException(name + " has ended already");
        }
        long[][] sizes = new long[1][];
        long[] sums = sorter.contentSums();
        Path data = file.write(out -> sizes[0] = sorter.writeAll(out), sums);
        ended = true;
        sorter.close();
        long bytes = Arrays.stream(sizes[0]).sum();
        metrics.shuffleWritten(sorter.records(), bytes);
        merged.written(name, data, bytes, partitions);
        return new MapOutput(
                name.shuffleId(),
                name.mapPartition(),
                name.taskId(),
                location.executor(),
                location.host(),
                location.port(),
                file.directoryOf(data).toString(),
                SegmentSizes.encode(sizes[0]),
                ContentSums.digest(sums),
                ContentSums.encode(sums, mapPartitions));
    }

    @Override
    public void abort() {
        if (!ended) {
            ended = true;
            sorter.close();
        }
    }

    private RuntimeException refused(int reducePartition) {
        return ended
                ? new IllegalStateException(name + " has ended already")
                : new IndexOutOfBoundsException(
                        "reduce partition " + reducePartition + " of " + partitions + ": the partitioner is wrong");
    }
}
