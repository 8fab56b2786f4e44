package org.lisle.api.function;

import java.io.Serializable;
import java.util.Iterator;

/** Maps a value to any number of doubles. */
@FunctionalInterface
public interface DoubleFlatMapFunction<T> extends Serializable {
    Iterator<Double> call(T value) throws Exception;
}
