package org.lisle.api.function;

import java.io.Serializable;
import org.lisle.api.Pair;

/** Maps a value to a key and a value. */
@FunctionalInterface
public interface PairFunction<T, K, V> extends Serializable {
    Pair<K, V> call(T value) throws Exception;
}
