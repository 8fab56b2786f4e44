package org.lisle.executor.aggregate;

/**
 * Decides whether combining is worth its work, from how many keys a sample of records left.
 *
 * <pre>
 *   sample: N records go into an empty table; more than 4/5 N keys in it?
 *     no:   all that follows is combined, until the table is emptied for want of memory
 *     yes:  the table is emptied, 8 N records pass uncombined, and the next sample has 2 N records
 * </pre>
 *
 * So a partition of distinct keys spends a ninth of what combining would cost, and one whose keys repeat only after a long while is found
 * out by the growing samples. Confined to one thread.
 */
final class Reduction {
    static final int FIRST_SAMPLE = 1 << 16;

    private static final int MOST_SAMPLE = 1 << 26;
    private static final int PASSED_FOR_EACH_SAMPLED = 8;

    private long sample = FIRST_SAMPLE;
    private long sampled;
    private long passing;

    /** Whether the next record passes uncombined; asked once for each record. */
    boolean passesNext() {
        if (passing == 0) {
            return false;
        }
        passing--;
        return true;
    }

    /** Counts a combined record. @return whether the table must be emptied, because combining does not pay */
    boolean givesUp(int keys) {
        if (++sampled != sample || keys <= sample / 5 * 4) {
            return false;
        }
        passing = PASSED_FOR_EACH_SAMPLED * sample;
        sample = Math.min(2 * sample, MOST_SAMPLE);
        return true;
    }

    /** The table was emptied: a new sample begins. */
    void emptied() {
        sampled = 0;
    }
}
