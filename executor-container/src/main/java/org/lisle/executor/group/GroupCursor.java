package org.lisle.executor.group;

import org.lisle.executor.record.RecordCursor;

/** Groups that can give memory back between two of them. */
interface GroupCursor extends RecordCursor {
    /** Moves to disk what it can. @return whether memory became free */
    boolean spillRest();

    /** Bytes it needs to go on after {@link #spillRest}. */
    long bytesNeeded();
}
