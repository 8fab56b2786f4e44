package org.lisle.api.function;

import java.io.Serializable;

/** Maps one value to another. */
@FunctionalInterface
public interface Function<T, R> extends Serializable {
    R call(T value) throws Exception;
}
