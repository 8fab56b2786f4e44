package org.lisle.executor.shuffle.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.lisle.core.error.LisleException;
import org.lisle.executor.shuffle.merge.MergedPartition;
import org.lisle.executor.shuffle.segment.SegmentFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of one reduce partition on this node's disks: their copies in merged files where there are any, else the outputs' own files.
 * Confined to the task's thread.
 */
final class LocalPartition implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPartition.class);

    private final SegmentFiles files;
    private final MergedPartition merged;
    private final String host;

    LocalPartition(SegmentFiles files, MergedPartition merged, String host) {
        this.files = files;
        this.merged = merged;
        this.host = host;
    }

    /** Whether the segment can be read here; otherwise it is fetched, be it from this host. */
    boolean has(FetchPlan.Segment segment) {
        if (!segment.host().equals(host)) {
            return false;
        }
        if (merged.has(segment.name())) {
            return true;
        }
        try {
            return files.find(segment.name(), segment.directory())
                    .filter(found -> Files.isReadable(found.dataFile()))
                    .isPresent();
        } catch (LisleException e) {
            LOG.warn("Cannot read {} on this node directly", segment, e);
            return false;
        }
    }

    /**
     * The bytes of a segment that {@link #has} found, from an offset in it.
     *
     * @param damaged how often a damaged block of it was met: after the first, its copy is left alone, after the second nothing is taken
     *     from memory
     */
    InputStream open(FetchPlan.Segment segment, long offset, int damaged) throws IOException {
        if (damaged == 0 && merged.has(segment.name())) {
            try {
                return merged.open(segment.name());
            } catch (IOException e) {
                LOG.warn("The copy of {} is passed over", segment, e);
            }
        }
        if (damaged > 1) {
            files.forget(segment.name());
        }
        SegmentFiles.Located located = files.find(segment.name(), segment.directory())
                .orElseThrow(() -> new IOException(segment + " is gone from " + segment.directory()));
        return files.open(located, segment.reducePartition(), offset);
    }

    @Override
    public void close() {
        merged.close();
    }
}
