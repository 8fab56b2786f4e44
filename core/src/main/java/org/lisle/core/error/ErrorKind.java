package org.lisle.core.error;

/** Whose fault an error is; decides on retries and on the exit code of the client. */
public enum ErrorKind {
    /** The user's program or arguments: shown with the user's stack trace first, exit code 1 (2 for wrong usage). */
    USER,
    /** The cluster cannot give what was asked for, exit code 3. */
    INSUFFICIENT_RESOURCES,
    /** A service Lisle depends on failed or is not there, exit code 4. */
    EXTERNAL,
    /** A mistake in Lisle itself, exit code 4. */
    INTERNAL
}
