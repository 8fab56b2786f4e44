package org.lisle.core.codec;

/** Reads what stands behind one tag. */
@FunctionalInterface
interface ValueReader {
    Object read(RecordInput in, TaggedCodec codec);
}
