package org.lisle.yarn.outcome;

import org.lisle.core.error.ErrorCode;

/** Exit codes of the command line; schedulers such as Oozie and Airflow decide by them. */
public final class ExitStatus {
    public static final int SUCCEEDED = 0;
    /** The user's code, input or output was at fault. */
    public static final int USER_FAILED = 1;
    /** Wrong usage: a flag, a jar, a class, a queue. */
    public static final int USAGE = 2;
    /** The cluster cannot give what was asked for. */
    public static final int INSUFFICIENT_RESOURCES = 3;
    /** The cluster or Lisle itself failed. */
    public static final int INFRASTRUCTURE = 4;
    /** Ended by Ctrl-C. */
    public static final int INTERRUPTED = 130;
    /** Ended by SIGTERM. */
    public static final int TERMINATED = 143;

    private ExitStatus() {}

    /** The exit code for an error. */
    public static int of(ErrorCode code) {
        return switch (code) {
            case USAGE, INVALID_SETTING, QUEUE_UNKNOWN -> USAGE;
            default ->
                switch (code.kind()) {
                    case USER -> USER_FAILED;
                    case INSUFFICIENT_RESOURCES -> INSUFFICIENT_RESOURCES;
                    case EXTERNAL, INTERNAL -> INFRASTRUCTURE;
                };
        };
    }
}
