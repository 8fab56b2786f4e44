package org.lisle.api.function;

import java.io.Serializable;
import java.util.Iterator;

/** Maps two values to any number of values; the iterator is used once and may be lazy. */
@FunctionalInterface
public interface FlatMapFunction2<T1, T2, R> extends Serializable {
    Iterator<R> call(T1 first, T2 second) throws Exception;
}
