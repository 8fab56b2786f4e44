package org.lisle.executor.shuffle.fetch;

import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.EncodedPairs;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordInput;

/** Decodes the pairs of a reduce partition. Confined to the task's thread. */
final class SegmentRecords implements RecordStream {
    private static final int READ_AHEAD_BYTES = 64 << 10;
    private static final int RECORDS_PER_REPORT = 1000;

    private final SegmentsInput segments;
    private final Prefetcher prefetcher;
    private final RecordCodec codec;
    private final ShuffleReadMetrics metrics;
    private final RecordInput input;
    private final EncodedPairs pairs;
    private boolean encoded;
    private @Nullable Object key;
    private @Nullable Object value;
    private int unreported;
    private boolean closed;

    SegmentRecords(SegmentsInput segments, Prefetcher prefetcher, RecordCodec codec, ShuffleReadMetrics metrics) {
        this.segments = segments;
        this.prefetcher = prefetcher;
        this.codec = codec;
        this.metrics = metrics;
        this.input = new RecordInput(segments, READ_AHEAD_BYTES);
        this.pairs = new EncodedPairs(input);
    }

    @Override
    public boolean next() {
        if (closed || input.atEnd()) {
            close();
            return false;
        }
        decode();
        return true;
    }

    @Override
    public boolean nextEncoded() {
        if (closed || input.atEnd()) {
            close();
            return false;
        }
        encoded = pairs.next();
        if (encoded) {
            count();
        } else {
            decode();
        }
        return true;
    }

    @Override
    public @Nullable EncodedPairs encoded() {
        return encoded ? pairs : null;
    }

    private void decode() {
        key = codec.read(input);
        value = codec.read(input);
        count();
    }

    private void count() {
        if (++unreported == RECORDS_PER_REPORT) {
            report();
        }
    }

    @Override
    public @Nullable Object key() {
        return key;
    }

    @Override
    public @Nullable Object value() {
        return value;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            key = null;
            value = null;
            report();
            try {
                segments.close();
            } finally {
                prefetcher.close();
            }
        }
    }

    private void report() {
        metrics.shuffleRecordsRead(unreported);
        unreported = 0;
    }
}
