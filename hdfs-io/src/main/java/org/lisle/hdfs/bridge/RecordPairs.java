package org.lisle.hdfs.bridge;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** Makes typed pairs of what a format reads. */
final class RecordPairs {
    private RecordPairs() {}

    /** @throws LisleException INVALID_ARGUMENT when the format's records are not of the classes that the user named */
    static <K, V> Pair<K, V> pair(
            RecordCopier copier, @Nullable Object key, Class<K> keyClass, @Nullable Object value, Class<V> valueClass)
            throws IOException {
        return new Pair<>(typed(copier.copy(key), keyClass, "keys"), typed(copier.copy(value), valueClass, "values"));
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // null passes through: a format may have null keys
    private static <T> T typed(@Nullable Object record, Class<T> type, String what) {
        if (record != null && !type.isInstance(record)) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the input format's " + what + " are " + record.getClass().getName() + ", not " + type.getName(),
                    "name the class that the format gives");
        }
        return (T) record;
    }
}
