package org.lisle.executor.aggregate;

import org.jspecify.annotations.Nullable;

/** Takes pairs, without making objects of them. */
@FunctionalInterface
public interface PairSink {
    void accept(@Nullable Object key, @Nullable Object value) throws Exception;
}
