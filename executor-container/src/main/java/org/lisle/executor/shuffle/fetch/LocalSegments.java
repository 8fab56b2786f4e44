package org.lisle.executor.shuffle.fetch;

import com.google.errorprone.annotations.ThreadSafe;
import org.lisle.executor.shuffle.merge.MergedSegments;
import org.lisle.executor.shuffle.segment.SegmentFiles;

/** The segments that are on this node's disks, to be read straight from there. One per executor. */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe
public final class LocalSegments {
    private final SegmentFiles files;
    private final MergedSegments merged;
    private final String host;

    /** @param host the name by which map outputs call this host */
    public LocalSegments(SegmentFiles files, MergedSegments merged, String host) {
        this.files = files;
        this.merged = merged;
        this.host = host;
    }

    /** What is here of a reduce partition, for one task. */
    LocalPartition partition(int shuffleId, int reducePartition) {
        return new LocalPartition(files, merged.of(shuffleId).partition(reducePartition), host);
    }
}
