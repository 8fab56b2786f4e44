package org.lisle.core.codec;

/**
 * Pairs of an input as bytes: the place of the current one in the input's buffer, valid until the input is read again. Confined to one
 * thread.
 */
public final class EncodedPairs {
    private final RecordInput input;
    private byte[] buffer = new byte[0];
    private int from;
    private int valueFrom;
    private int to;

    public EncodedPairs(RecordInput input) {
        this.input = input;
    }

    /**
     * Passes over the next two values of the input, when both are plain, see {@link EncodedValues}.
     *
     * @return false when they have to be read by the codec; the input is where it was then
     */
    public boolean next() {
        while (true) {
            int start = input.position();
            int limit = input.limit();
            byte[] bytes = input.buffer();
            int middle = EncodedValues.end(bytes, start, limit);
            int end = middle < 0 ? middle : EncodedValues.end(bytes, middle, limit);
            if (end >= 0) {
                buffer = bytes;
                from = start;
                valueFrom = middle;
                to = end;
                input.skip(end - start);
                return true;
            }
            if (end == EncodedValues.NOT_PLAIN || !input.more()) {
                return false;
            }
        }
    }

    public byte[] buffer() {
        return buffer;
    }

    /** Where the key begins in {@link #buffer}. */
    public int from() {
        return from;
    }

    /** Where the value begins, and the key ends. */
    public int valueFrom() {
        return valueFrom;
    }

    /** The end of the value, exclusive. */
    public int to() {
        return to;
    }
}
