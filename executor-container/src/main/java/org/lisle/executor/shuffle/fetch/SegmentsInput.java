package org.lisle.executor.shuffle.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lisle.core.compress.BlockInputStream;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decompressed bytes of all segments of a plan, one after the other. Each segment's blocks are checked. From the first damaged block on
 * a segment is read again; when that is damaged too, from the disk, where its server looks anew and checks before it sends; after that it
 * counts as lost, and is computed again. Confined to the task's thread.
 */
final class SegmentsInput extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentsInput.class);
    private static final int MOST_DAMAGED = 2;

    private final LocalPartition files;
    private final Prefetcher prefetcher;
    private final Set<FetchPlan.Segment> local;
    private final ShuffleReadMetrics metrics;
    private final Iterator<FetchPlan.Segment> segments;
    private FetchPlan.@Nullable Segment segment;
    private @Nullable BlockInputStream blocks;
    /** Where in the segment {@link #blocks} began. */
    private long base;

    /** How often a damaged block of the segment was met. */
    private int damaged;

    /** @param local segments to be read from files; the prefetcher has the others */
    SegmentsInput(
            List<FetchPlan.Segment> segments,
            Set<FetchPlan.Segment> local,
            LocalPartition files,
            Prefetcher prefetcher,
            ShuffleReadMetrics metrics) {
        this.segments = segments.iterator();
        this.local = local;
        this.files = files;
        this.prefetcher = prefetcher;
        this.metrics = metrics;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws FetchFailedException when a segment cannot be read */
    @Override
    public int read(byte[] target, int offset, int length) {
        while (true) {
            FetchPlan.Segment current = segment;
            BlockInputStream source = blocks;
            if (current == null || source == null) {
                if (!segments.hasNext()) {
                    return -1;
                }
                begin(segments.next());
                continue;
            }
            try {
                int count = source.read(target, offset, length);
                if (count >= 0) {
                    return count;
                }
                end(current, source);
            } catch (IOException e) {
                throw lost(current, e);
            } catch (LisleException e) {
                if (e.code() != ErrorCode.BLOCK_CORRUPT) {
                    throw e;
                }
                if (++damaged > MOST_DAMAGED) {
                    throw lost(current, e);
                }
                LOG.warn("Reading {} again{}: {}", current, damaged == 1 ? "" : " from the disk", e.getMessage());
                restart(current, source);
            }
        }
    }

    @Override
    public void close() {
        BlockInputStream source = blocks;
        FetchPlan.Segment current = segment;
        blocks = null;
        segment = null;
        files.close();
        if (source != null && current != null) {
            closeQuietly(current, source);
        }
    }

    private void begin(FetchPlan.Segment next) {
        segment = next;
        damaged = 0;
        base = 0;
        blocks = open(next, 0);
    }

    private void restart(FetchPlan.Segment current, BlockInputStream source) {
        base += source.bytesRead();
        closeQuietly(current, source);
        if (!local.contains(current)) {
            prefetcher.restart(current, base, damaged > 1);
        }
        blocks = open(current, base);
    }

    private void end(FetchPlan.Segment current, BlockInputStream source) {
        if (local.contains(current)) {
            metrics.readLocal(base + source.bytesRead());
        }
        closeQuietly(current, source);
        blocks = null;
        segment = null;
    }

    private BlockInputStream open(FetchPlan.Segment next, long offset) {
        try {
            InputStream bytes =
                    local.contains(next) ? files.open(next, offset, damaged) : new PieceInput(prefetcher, next);
            return new BlockInputStream(bytes, next + " on " + next.host());
        } catch (IOException e) {
            throw lost(next, e);
        }
    }

    /** Closing a file that was only read loses nothing. */
    private void closeQuietly(FetchPlan.Segment current, BlockInputStream source) {
        try {
            source.close();
        } catch (IOException e) {
            throw lost(current, e);
        }
    }

    private static FetchFailedException lost(FetchPlan.Segment segment, Exception cause) {
        return new FetchFailedException(
                segment.name().shuffleId(),
                List.of(segment.name().mapPartition()),
                List.of(segment.name().taskId()),
                segment.addresses().get(0).toString(),
                String.valueOf(cause.getMessage()),
                cause);
    }
}
