package org.lisle.executor.shuffle.fetch;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
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
        long from = located.index().offset(segment.reducePartition()) + offset;
        long to = located.index().offset(segment.reducePartition() + 1);
        FileChannel channel = FileChannel.open(located.dataFile(), StandardOpenOption.READ);
        channel.position(from);
        return new BoundedInput(Channels.newInputStream(channel), to - from);
    }

    /** Ends after some bytes of a stream; fails when the stream ends before. */
    private static final class BoundedInput extends InputStream {
        private final InputStream source;
        private long left;

        BoundedInput(InputStream source, long length) {
            this.source = new java.io.BufferedInputStream(source, 64 << 10);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = source.read(target, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new IOException("the file ends " + left + " bytes early");
            }
            left -= count;
            return count;
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
