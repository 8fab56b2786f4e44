package org.lisle.cli;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.lisle.yarn.client.Submission;

/**
 * Ends the application when this process is ended by Ctrl-C or SIGTERM while it submits or waits. A signal in the middle of the submission
 * waits for its end first, because YARN may have the application already. Thread-safe.
 */
final class KillAtExit {
    private static final int SUBMISSION_SECONDS = 20;

    private final CompletableFuture<Optional<Submission>> submitted = new CompletableFuture<>();
    private volatile boolean armed;

    /** From now on a submission is under way. */
    void arm() {
        armed = true;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "lisle-kill-at-exit"));
    }

    /** The submission is done. */
    void watch(Submission submission) {
        submitted.complete(Optional.of(submission));
    }

    /** From now on the end of this process leaves the application alone; a submission that failed ends here too. */
    void disarm() {
        armed = false;
        submitted.complete(Optional.empty());
    }

    private void kill() {
        if (!armed) {
            return;
        }
        try {
            submitted.get(SUBMISSION_SECONDS, TimeUnit.SECONDS).ifPresent(submission -> {
                System.err.println("lisle: interrupted, killing " + submission.applicationId());
                submission.kill();
            });
        } catch (TimeoutException | ExecutionException e) {
            System.err.println(
                    "lisle: interrupted while the application was submitted: see lisle list for what became of it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
