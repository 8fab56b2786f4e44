package org.lisle.dag.lineage;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.codec.RecordOutput;

/**
 * A number that follows from a record's content, the same in every process and for every copy that was written and read since: the checksum
 * of its encoded bytes. Pairs, lists, sets and maps are gone into, because their bytes may differ where their content does not: a set has
 * another order after it was read, values of a key are a list in memory and another iterable on disk. Confined to one thread.
 */
final class ContentHash {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final RecordCodec codec;
    private final RecordOutput bytes = new RecordOutput(128);
    private final CRC32C checksum = new CRC32C();

    ContentHash(ClassLoader loader) {
        codec = RecordCodecs.forJob(loader);
    }

    int of(@Nullable Object value) {
        if (value instanceof Pair<?, ?> pair) {
            return mix(of(pair.key()), of(pair.value()));
        } else if (value instanceof Set<?> set) {
            int sum = set.size();
            for (Object element : set) {
                sum += mix(0, of(element));
            }
            return sum;
        } else if (value instanceof Map<?, ?> map) {
            int sum = map.size();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                sum += mix(of(entry.getKey()), of(entry.getValue()));
            }
            return sum;
        } else if (value instanceof Iterable<?> elements && isSequence(elements)) {
            int hash = 1;
            for (Object element : elements) {
                hash = mix(hash, of(element));
            }
            return hash;
        }
        return ofBytes(value);
    }

    /** Lists, and what the codec writes element by element and reads as a list. */
    private static boolean isSequence(Iterable<?> value) {
        return value instanceof List<?> || !(value instanceof Collection<?> || value instanceof Serializable);
    }

    private int ofBytes(@Nullable Object value) {
        bytes.reset();
        codec.write(value, bytes);
        checksum.reset();
        checksum.update(bytes.buffer(), 0, bytes.position());
        return mix(0, (int) checksum.getValue());
    }

    private static int mix(int hash, int next) {
        return (int) ((hash * 31L + next) * GOLDEN_RATIO >>> Integer.SIZE);
    }
}
