package org.lisle.executor.step;

import org.lisle.executor.record.RecordCursor;

/** Takes records from a source and pushes them through a chain of steps. Confined to the task's thread. */
interface Pump {
    /**
     * Pushes records, as long as they are wanted.
     *
     * @param most records to push
     * @return whether there may be more
     * @throws Exception what the user's functions throw, and {@code LisleException}s
     */
    boolean run(RecordCursor cursor, int most) throws Exception;
}
