package org.lisle.yarn.am;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where all ways out meet: whoever knows first how the application ends tells it here, and the ApplicationMaster's main thread carries it
 * out. A JVM that shuts down waits for that, before Hadoop closes its file systems. Thread-safe.
 */
final class EndOfApplication {
    /** Above that of Hadoop's file systems, which is 10: hooks of a higher priority run first. */
    private static final int HOOK_PRIORITY = 50;

    private static final long HOOK_SECONDS = 25;

    private static final Logger LOG = LoggerFactory.getLogger(EndOfApplication.class);

    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final ExitStatusRecorder exits = new ExitStatusRecorder();

    /** The first ending counts, later ones are consequences of it. */
    void tell(Ending how) {
        ending.complete(how);
    }

    /** Runs a step of the start: whatever it throws is how the application ends. */
    void onFailureOf(Runnable step) {
        try {
            step.run();
        } catch (Throwable failure) {
            tell(Ending.failed(failure));
            LOG.error("the application could not start", failure);
        }
    }

    /** Waits for the first ending; an interrupt is one. */
    Ending await() {
        try {
            return ending.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Ending.terminated();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an ending is only told, never failed", e);
        }
    }

    /** All is done that has to be done; a JVM that shuts down need not wait any more. */
    void finished() {
        finished.countDown();
    }

    void installShutdownHook() {
        exits.install();
        ShutdownHookManager.get().addShutdownHook(this::shuttingDown, HOOK_PRIORITY, HOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void shuttingDown() {
        tell(exits.exit()
                .map(exit -> Ending.exited(exit.status(), exit.where()))
                .orElseGet(Ending::terminated));
        try {
            if (!finished.await(HOOK_SECONDS - 1, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
