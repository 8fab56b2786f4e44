package org.lisle.yarn.client;

import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.yarn.outcome.ExitStatus;
import org.lisle.yarn.outcome.Phases;

/**
 * How an application ended.
 *
 * @param code null when it succeeded
 * @param message for a person: one sentence, with the line of the user's code where there is one; may be empty on success
 * @param trace the user's own stack trace, the user's frames first; empty when the error is not an exception of the user's code
 * @param logUrl where the containers' logs are; empty when not known
 * @param submittedMillis when YARN got it, since 1970
 * @param endedMillis when YARN ended it
 * @param phases what happened in between
 */
public record Outcome(
        String applicationId,
        @Nullable ErrorCode code,
        String message,
        String trace,
        String logUrl,
        long submittedMillis,
        long endedMillis,
        Phases phases) {
    public boolean succeeded() {
        return code == null;
    }

    /** For the process: see {@link ExitStatus}. */
    public int exitCode() {
        return code == null ? ExitStatus.SUCCEEDED : ExitStatus.of(code);
    }
}
