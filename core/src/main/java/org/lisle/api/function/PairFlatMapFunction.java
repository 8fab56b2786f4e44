package org.lisle.api.function;

import java.io.Serializable;
import java.util.Iterator;
import org.lisle.api.Pair;

/** Maps a value to any number of pairs. */
@FunctionalInterface
public interface PairFlatMapFunction<T, K, V> extends Serializable {
    Iterator<Pair<K, V>> call(T value) throws Exception;
}
