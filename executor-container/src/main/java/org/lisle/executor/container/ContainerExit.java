package org.lisle.executor.container;

/** The exit codes of an executor's process, as they appear in YARN's reports. */
public final class ContainerExit {
    /** The driver asked for it. */
    public static final int ORDERLY = 0;

    /** It could not start. */
    public static final int FAILED_START = 1;

    /** The driver is gone for good, or was never reached. */
    public static final int DRIVER_LOST = 11;

    /** An error after which the process cannot be trusted, such as lack of memory outside of a task. */
    public static final int ERROR = 52;

    private ContainerExit() {}
}
