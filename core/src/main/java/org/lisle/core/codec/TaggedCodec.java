package org.lisle.core.codec;

import org.jspecify.annotations.Nullable;

/** Placeholder of the codec's contract until its value types are written. */
final class TaggedCodec implements RecordCodec {
    TaggedCodec(ClassLoader loader) {}

    @Override
    public void write(@Nullable Object value, RecordOutput out) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public @Nullable Object read(RecordInput in) {
        throw new UnsupportedOperationException("being written");
    }
}
