package org.lisle.core.column;

/** What the columns of one batch hold together. */
final class BatchLimit {
    static final int MOST_ROWS = 4096;
    /** Of text and numbers before they are packed: a few tasks' batches are nothing beside their memory. */
    private static final long MOST_BYTES = 256 << 10;

    private static final int LEAST_ROWS = 64;
    /** A longer text is as well off in a row. */
    private static final int LONGEST_VALUE = 64 << 10;

    private long bytes;
    private int rows = MOST_ROWS;
    private boolean refused;

    static boolean allows(int length) {
        return length <= LONGEST_VALUE;
    }

    /** So many columns have numbers or places of 8 bytes. */
    void columns(int columns) {
        rows = (int) Math.max(LEAST_ROWS, Math.min(MOST_ROWS, MOST_BYTES / (Long.BYTES * columns)));
    }

    void addBytes(int length) {
        bytes += length;
    }

    boolean isReached(int rowsHeld) {
        return rowsHeld >= rows || bytes >= MOST_BYTES;
    }

    void reset() {
        bytes = 0;
    }

    /** A part of the record that is being added does not fit. */
    void refuse() {
        refused = true;
    }

    /** Whether a part of the record was refused; asked once for each record. */
    boolean wasRefused() {
        boolean was = refused;
        refused = false;
        return was;
    }
}
