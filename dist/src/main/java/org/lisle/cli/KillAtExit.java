package org.lisle.cli;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.lisle.yarn.client.Submission;

/** Ends the application when this process is ended by Ctrl-C or SIGTERM while it waits. Thread-safe. */
final class KillAtExit {
    private final AtomicReference<@Nullable Submission> watched = new AtomicReference<>();
    private final Thread hook = new Thread(this::kill, "lisle-kill-at-exit");
    private volatile boolean armed;

    void arm() {
        armed = true;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void watch(Submission submission) {
        watched.set(submission);
    }

    /** From now on the end of this process leaves the application alone. */
    void disarm() {
        armed = false;
        watched.set(null);
    }

    private void kill() {
        Submission submission = watched.get();
        if (armed && submission != null) {
            System.err.println("lisle: interrupted, killing " + submission.applicationId());
            submission.kill();
        }
    }
}
