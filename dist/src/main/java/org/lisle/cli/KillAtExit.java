package org.lisle.cli;

import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;
import org.lisle.yarn.client.Submission;

/**
 * Ends the application when this process is ended by Ctrl-C or SIGTERM while it submits or waits. A signal in the middle of the submission
 * waits for its end first, because YARN may have the application already. Thread-safe.
 */
final class KillAtExit {
    private static final int SUBMISSION_SECONDS = 20;
    private static final int HOOK_SECONDS = 60;

    private final CompletableFuture<Optional<Submission>> submitted = new CompletableFuture<>();
    private final PrintStream err;
    private volatile boolean armed;

    KillAtExit(PrintStream err) {
        this.err = err;
    }

    /** From now on a submission is under way. */
    void arm() {
        armed = true;
        // before Hadoop's own hook closes the file systems, through which the staging directory is removed
        ShutdownHookManager.get()
                .addShutdownHook(this::kill, FileSystem.SHUTDOWN_HOOK_PRIORITY + 10, HOOK_SECONDS, TimeUnit.SECONDS);
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

    void kill() {
        if (!armed) {
            return;
        }
        try {
            submitted.get(SUBMISSION_SECONDS, TimeUnit.SECONDS).ifPresent(this::kill);
        } catch (TimeoutException | ExecutionException e) {
            err.println("lisle: interrupted while the application was submitted: see lisle list for what became of it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill(Submission submission) {
        String id = submission.applicationId();
        err.println("lisle: interrupted, killing " + id);
        try {
            submission.kill();
        } catch (RuntimeException e) {
            err.println("lisle: " + id + " may still run, for it could not be killed (" + e.getMessage()
                    + "): end it with lisle kill " + id);
        }
    }
}
