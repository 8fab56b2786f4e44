package org.lisle.api;

import java.io.Serializable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** What is done with rows that cannot be read: called in tasks, one row at a time; what it throws fails the task. */
@FunctionalInterface
public interface BadRows extends Serializable {
    void handle(BadRow row);

    /** The job fails with INPUT_CORRUPT, which names the first bad row that was met. */
    static BadRows fail() {
        return row -> {
            throw new LisleException(
                    ErrorCode.INPUT_CORRUPT,
                    "the row at " + row.place() + " cannot be read: " + row.reason(),
                    "correct it, or read the rest with badRows(BadRows.skip()) or badRows(BadRows.collect(...))");
        };
    }

    /** They are left out; the executor's log says how many. */
    static BadRows skip() {
        return row -> {};
    }

    /**
     * They are left out and put into an accumulator, which the driver holds: for few of them. As with any accumulator, an action that
     * reads the files again adds them again.
     */
    static BadRows collect(CollectionAccumulator<BadRow> rows) {
        return rows::add;
    }
}
