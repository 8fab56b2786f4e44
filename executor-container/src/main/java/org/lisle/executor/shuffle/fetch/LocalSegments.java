package org.lisle.executor.shuffle.fetch;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.IOException;
import java.io.InputStream;
import org.lisle.core.error.LisleException;
import org.lisle.executor.shuffle.segment.SegmentFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads segments straight from the files of this node. */
@ThreadSafe
@SuppressWarnings("Immutable") // SegmentFiles is thread-safe
final class LocalSegments {
    private static final Logger LOG = LoggerFactory.getLogger(LocalSegments.class);

    private final SegmentFiles files;
    private final String host;

    /** @param host the name by which map outputs call this host */
    LocalSegments(SegmentFiles files, String host) {
        this.files = files;
        this.host = host;
    }

    /** Whether the segment can be read here; otherwise it is fetched, be it from this host. */
    boolean has(FetchPlan.Segment segment) {
        if (!segment.host().equals(host)) {
            return false;
        }
        try {
            return files.find(segment.name(), segment.directory())
                    .filter(found -> java.nio.file.Files.isReadable(found.dataFile()))
                    .isPresent();
        } catch (LisleException e) {
            LOG.warn("Cannot read {} on this node directly", segment, e);
            return false;
        }
    }

    /** The bytes of a segment that {@link #has} found, from an offset in it. */
    InputStream open(FetchPlan.Segment segment, long offset) throws IOException {
        SegmentFiles.Located located = files.find(segment.name(), segment.directory())
                .orElseThrow(() -> new IOException(segment + " is gone from " + segment.directory()));
        return files.open(located, segment.reducePartition(), offset);
    }

    /** The same, with nothing taken from memory: for when what was read before was damaged. */
    InputStream openAnew(FetchPlan.Segment segment, long offset) throws IOException {
        files.forget(segment.name());
        return open(segment, offset);
    }
}
