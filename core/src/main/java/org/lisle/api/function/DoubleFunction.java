package org.lisle.api.function;

import java.io.Serializable;

/** Maps a value to a double. */
@FunctionalInterface
public interface DoubleFunction<T> extends Serializable {
    double call(T value) throws Exception;
}
