package org.lisle.core.error;

/**
 * The cause of a {@link LisleException} that was thrown by user code in another process: it prints as the stack trace from there, the
 * user's frames first. The exception's own class need not exist here.
 */
public final class RemoteStackTrace extends Exception {
    private static final long serialVersionUID = 1L;

    private final String trace;

    /**
     * @param message one line: the remote exception's class and message
     * @param trace the whole remote stack trace as text, its first line included; empty when unknown
     */
    public RemoteStackTrace(String message, String trace) {
        super(message, null, false, false);
        this.trace = trace.stripTrailing();
    }

    /** The remote stack trace as text. */
    public String trace() {
        return trace;
    }

    /** The remote stack trace, so that whoever prints this as a cause prints it. */
    @Override
    public String toString() {
        return trace.isEmpty() ? String.valueOf(getMessage()) : trace;
    }
}
