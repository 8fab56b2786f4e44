package org.lisle.api.function;

import java.io.Serializable;
import java.util.Iterator;

/** Maps one value to any number of values; the iterator is used once and may be lazy. */
@FunctionalInterface
public interface FlatMapFunction<T, R> extends Serializable {
    Iterator<R> call(T value) throws Exception;
}
