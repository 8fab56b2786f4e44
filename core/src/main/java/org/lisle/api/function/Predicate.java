package org.lisle.api.function;

import java.io.Serializable;

/** Decides whether a value is kept. Returns a primitive, so that a filter boxes nothing. */
@FunctionalInterface
public interface Predicate<T> extends Serializable {
    boolean call(T value) throws Exception;
}
