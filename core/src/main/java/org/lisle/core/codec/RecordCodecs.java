package org.lisle.core.codec;

/** Makes codecs. */
public final class RecordCodecs {
    private RecordCodecs() {}

    /**
     * A new codec for one thread.
     *
     * @param loader finds the classes of the job's values
     */
    public static RecordCodec forJob(ClassLoader loader) {
        return new TaggedCodec(loader);
    }
}
