package org.lisle.core.codec;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.compress.BlockInputStream;
import org.lisle.core.error.LisleException;

/**
 * Lists of records as one array of bytes: results of tasks, and the values of parallelized partitions.
 *
 * <pre>
 *   1 byte    0: the records follow as they are; 1: they follow in compressed blocks
 *   varint    number of records
 *   varlong   only before compressed blocks: bytes of the records before compression
 *   records   each as the codec writes it
 * </pre>
 *
 * Records are compressed from 64 KiB on.
 */
public final class ResultEncoding {
    static final int PLAIN = 0;
    static final int BLOCKS = 1;

    private ResultEncoding() {}

    /** The records as bytes. */
    public static byte[] encode(Iterable<? extends @Nullable Object> records, RecordCodec codec) {
        var builder = new ResultBuilder(codec);
        for (Object record : records) {
            builder.add(record);
        }
        return builder.build();
    }

    /**
     * The bytes that such an array's records take before compression, at least the array's own length: what who decodes it will hold. Told
     * by the first bytes.
     */
    public static long rawBytes(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != BLOCKS) {
            return bytes.length;
        }
        var in = new RecordInput();
        in.reset(bytes, 1, bytes.length);
        try {
            in.readVarInt();
            return Math.max(bytes.length, in.readVarLong());
        } catch (LisleException e) {
            return bytes.length; // damaged: decoding says so
        }
    }

    /** The records of {@link #encode} or of a {@link ResultBuilder}, in a new list that may hold nulls. */
    public static List<@Nullable Object> decode(byte[] bytes, RecordCodec codec) {
        var in = new RecordInput();
        in.reset(bytes, 0, bytes.length);
        int form = in.readByte();
        int count = in.readVarInt();
        if (count < 0 || (form != PLAIN && form != BLOCKS)) {
            throw in.corrupt("these are not the bytes of a result");
        }
        RecordInput records = in;
        if (form == BLOCKS) {
            in.readVarLong();
            int from = in.position();
            var blocks = new BlockInputStream(
                    new ByteArrayInputStream(bytes, from, bytes.length - from), "a result of " + count + " records");
            records = new RecordInput(blocks, 16 << 10);
        }
        List<@Nullable Object> values = new ArrayList<>(Math.min(count, bytes.length));
        for (int i = 0; i < count; i++) {
            values.add(codec.read(records));
        }
        return values;
    }
}
