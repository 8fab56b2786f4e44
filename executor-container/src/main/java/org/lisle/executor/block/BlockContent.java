package org.lisle.executor.block;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a block consists of. Immutable. */
sealed interface BlockContent {
    /** Bytes of memory, or of the file. */
    long size();

    /** Objects, in memory. */
    record Values(List<@Nullable Object> values, long size) implements BlockContent {}

    /** Bytes in memory, in arrays one after the other. */
    record Bytes(List<byte[]> arrays, long size) implements BlockContent {
        static Bytes of(byte[] bytes) {
            return new Bytes(List.of(bytes), bytes.length);
        }

        InputStream open() {
            List<InputStream> streams = new ArrayList<>(arrays.size());
            arrays.forEach(array -> streams.add(new ByteArrayInputStream(array)));
            return new SequenceInputStream(Collections.enumeration(streams));
        }
    }

    /** Bytes on a local disk. */
    record InFile(Path file, long size) implements BlockContent {}
}
