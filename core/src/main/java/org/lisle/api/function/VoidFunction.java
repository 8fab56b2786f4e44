package org.lisle.api.function;

import java.io.Serializable;

/** Does something with a value. */
@FunctionalInterface
public interface VoidFunction<T> extends Serializable {
    void call(T value) throws Exception;
}
