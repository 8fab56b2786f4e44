package org.lisle.api;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A key and a value; the record of every keyed operation. Both may be null where the operation allows it. */
public record Pair<K extends @Nullable Object, V extends @Nullable Object>(K key, V value) implements Serializable {
    public static <K extends @Nullable Object, V extends @Nullable Object> Pair<K, V> of(K key, V value) {
        return new Pair<>(key, value);
    }

    @Override
    public String toString() {
        return "(" + key + "," + value + ")";
    }
}
