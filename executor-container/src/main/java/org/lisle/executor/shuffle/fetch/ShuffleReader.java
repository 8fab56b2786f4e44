package org.lisle.executor.shuffle.fetch;

import org.lisle.core.codec.RecordCodec;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.executor.memory.TaskMemory;

/** Reads reduce partitions. One per executor. Thread-safe; the streams are not. */
public interface ShuffleReader {
    /**
     * The records of one reduce partition: map partition by map partition, each in the order in which its task wrote them, whatever the
     * order of arrival. Fetching begins at once, within the budget.
     *
     * @param maps the map partitions whose records are wanted
     * @param codec confined to the task's thread, used until the stream is closed
     * @throws FetchFailedException when the driver knows no output of one of these map partitions
     */
    RecordStream read(
            ShuffleSpec shuffle,
            int reducePartition,
            MapRange maps,
            TaskMemory memory,
            RecordCodec codec,
            ShuffleReadMetrics metrics);
}
