package org.lisle.executor.scope;

/** Ends a task that has been asked to stop. */
public final class TaskKilledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TaskKilledException(String reason) {
        super(reason, null, false, false);
    }
}
