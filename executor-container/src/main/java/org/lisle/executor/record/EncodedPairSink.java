package org.lisle.executor.record;

import org.jspecify.annotations.Nullable;

/** Takes pairs, as the bytes that a codec wrote where they are plain (see {@code EncodedValues}), as objects where they are not. */
public interface EncodedPairSink {
    /** Key and value; the bytes are the caller's after the call. */
    void acceptEncoded(byte[] bytes, int from, int valueFrom, int to) throws Exception;

    void accept(@Nullable Object key, @Nullable Object value) throws Exception;
}
