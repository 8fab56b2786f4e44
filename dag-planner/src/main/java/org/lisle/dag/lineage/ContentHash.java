package org.lisle.dag.lineage;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.codec.RecordOutput;

/**
 * A number that follows from a record's content, the same in every process and for every copy that was written and read since: the hash
 * of its encoded bytes. Pairs, lists, sets and maps are gone into, because their bytes may differ where their content does not: a set has
 * another order after it was read, values of a key are a list in memory and another iterable on disk. Confined to one thread.
 */
final class ContentHash {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
    private static final Hasher64 BYTES = Hashing.komihash5_0();

    private final RecordCodec codec;
    private final RecordOutput bytes = new RecordOutput(128);

    ContentHash(ClassLoader loader) {
        codec = RecordCodecs.forJob(loader);
    }

    /** With the codec of the job that runs on this thread. */
    static ContentHash ofJob() {
        ClassLoader ofJob = Thread.currentThread().getContextClassLoader();
        return new ContentHash(ofJob == null ? ContentHash.class.getClassLoader() : ofJob);
    }

    int of(@Nullable Object value) {
        return (int) (longOf(value) >>> Integer.SIZE);
    }

    long longOf(@Nullable Object value) {
        if (value instanceof Pair<?, ?> pair) {
            return mix(longOf(pair.key()), longOf(pair.value()));
        } else if (value instanceof Set<?> set) {
            long sum = set.size();
            for (Object element : set) {
                sum += mix(0, longOf(element));
            }
            return mix(1, sum);
        } else if (value instanceof Map<?, ?> map) {
            long sum = map.size();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                sum += mix(longOf(entry.getKey()), longOf(entry.getValue()));
            }
            return mix(2, sum);
        } else if (value instanceof Iterable<?> elements && isSequence(elements)) {
            long hash = 1;
            for (Object element : elements) {
                hash = mix(hash, longOf(element));
            }
            return hash;
        }
        return ofBytes(value);
    }

    /** Lists, and what the codec writes element by element and reads as a list. */
    private static boolean isSequence(Iterable<?> value) {
        return value instanceof List<?> || !(value instanceof Collection<?> || value instanceof Serializable);
    }

    private long ofBytes(@Nullable Object value) {
        bytes.reset();
        codec.write(value, bytes);
        return BYTES.hashBytesToLong(bytes.buffer(), 0, bytes.position());
    }

    /** Steele and Vigna's finalizer of SplittableRandom over both, so that every bit of both counts. */
    private static long mix(long hash, long next) {
        long mixed = (hash * 31 + next) * GOLDEN_RATIO;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
