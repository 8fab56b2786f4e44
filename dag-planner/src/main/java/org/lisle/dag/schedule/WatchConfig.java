package org.lisle.dag.schedule;

/**
 * What is done about tasks that make no progress.
 *
 * @param intervalNanos a task without progress for so long is reported, and after as long again acted upon; 0 for neither
 * @param action what becomes of it
 * @param replacesExecutors whether an executor of which a task does not end though it was told to is given back
 */
public record WatchConfig(long intervalNanos, Action action, boolean replacesExecutors) {
    public static final WatchConfig OFF = new WatchConfig(0, Action.REPORT, false);

    /** What becomes of a task after the second interval. */
    public enum Action {
        /** It is reported again. */
        REPORT,
        /** It is ended and tried again, unless its stage has side effects. */
        RETRY,
        /** It is ended and tried again. */
        RETRY_ALL
    }
}
