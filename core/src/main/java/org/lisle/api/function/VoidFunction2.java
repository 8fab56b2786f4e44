package org.lisle.api.function;

import java.io.Serializable;

/** Does something with two values. */
@FunctionalInterface
public interface VoidFunction2<T1, T2> extends Serializable {
    void call(T1 first, T2 second) throws Exception;
}
