package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.assertj.core.api.ThrowingConsumer;
import org.lisle.api.TaskContext;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** Failures made in tasks, and what is expected of those that come out. */
final class Failures {
    private Failures() {}

    /** Called in a task. */
    static void failOnFirstAttempt(boolean really) {
        if (really && Objects.requireNonNull(TaskContext.get()).attemptNumber() == 0) {
            throw new IllegalStateException("the first attempt fails");
        }
    }

    static ThrowingConsumer<Throwable> code(ErrorCode code) {
        return failure -> {
            assertThat(failure).isInstanceOf(LisleException.class);
            assertThat(((LisleException) failure).code()).as(failure.toString()).isEqualTo(code);
        };
    }
}
