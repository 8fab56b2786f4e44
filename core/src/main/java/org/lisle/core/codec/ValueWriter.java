package org.lisle.core.codec;

/** Writes the values of one class, tag included. */
@FunctionalInterface
interface ValueWriter {
    void write(Object value, RecordOutput out, TaggedCodec codec);
}
