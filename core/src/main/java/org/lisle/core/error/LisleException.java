package org.lisle.core.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that Lisle throws to its users: a stable code, one sentence that names the thing and its value, and a next step.
 *
 * <p>{@link #getMessage()} is {@code what} followed by the next step, made to be read by a person. Programs decide by {@link #code()}.
 */
public class LisleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String what;
    private final String nextStep;

    /**
     * @param code what happened
     * @param what one sentence that names the thing and its value, without a final full stop
     * @param nextStep what the reader can do about it, without a final full stop; empty when nothing can be done
     */
    public LisleException(ErrorCode code, String what, String nextStep) {
        this(code, what, nextStep, null);
    }

    public LisleException(ErrorCode code, String what, String nextStep, @Nullable Throwable cause) {
        super(nextStep.isEmpty() ? what : what + ": " + nextStep, cause);
        this.code = Objects.requireNonNull(code, "code");
        this.what = what;
        this.nextStep = nextStep;
    }

    public ErrorCode code() {
        return code;
    }

    public ErrorKind kind() {
        return code.kind();
    }

    /** The sentence without the next step. */
    public String what() {
        return what;
    }

    public String nextStep() {
        return nextStep;
    }
}
