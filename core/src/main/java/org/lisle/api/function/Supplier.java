package org.lisle.api.function;

import java.io.Serializable;

/** Makes a value (Spark calls it Function0). */
@FunctionalInterface
public interface Supplier<R> extends Serializable {
    R call() throws Exception;
}
