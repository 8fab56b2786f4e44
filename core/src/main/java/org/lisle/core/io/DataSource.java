package org.lisle.core.io;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** A place to read records from, cut into splits by the driver and read split by split in tasks. Immutable. */
public interface DataSource<T> extends Serializable {
    /** For people, in explain and errors: {@code text hdfs:///data/logs}. */
    String description();

    /**
     * Cuts the source; called in the driver, once for a dataset, when its partitions are first needed. The same source gives the same
     * splits in the same order. An empty source has no splits.
     *
     * @param minPartitions a hint: at least so many splits when the source can be cut so fine; from 1
     * @throws org.lisle.core.error.LisleException INPUT_NOT_FOUND naming the path, FILE_SYSTEM naming path and host
     */
    List<InputSplit> splits(int minPartitions);

    /**
     * What identifies the content of splits besides their payloads: for files whose payloads do not hold it, path, length and modification
     * time. Asked in the driver, when another run of the program may be compared with this one; may look at files.
     */
    default List<String> contentVersion(List<InputSplit> splits) {
        return List.of();
    }

    /**
     * Splits that stand for others where a look at some of the records is enough: each is parts of one, evenly spread, with the records that
     * begin there. Asked in the driver; the same splits give the same parts.
     *
     * @param stride one part in so many bytes, of a sixteenth of them
     * @return for each of {@code splits} one of its parts, or that split itself where it is too short, or cannot be read in parts
     */
    default List<InputSplit> thinned(List<InputSplit> splits, long stride) {
        return splits;
    }

    /**
     * Opens a split in a task.
     *
     * @throws IOException translated by the caller to FILE_SYSTEM with the split's description
     */
    RecordReader<T> open(byte[] payload, ReadContext context) throws IOException;

    /** What a reader may know of the task it runs in. */
    interface ReadContext {
        int stageId();

        int partition();

        int attempt();
    }
}
