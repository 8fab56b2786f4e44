package org.lisle.local;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.lisle.dag.driver.ApplicationStatus;

/** A look at the application that runs in this process in local mode; a process has one at a time. Thread-safe. */
public final class RunningLocally {
    private static final AtomicReference<@Nullable LocalBackend> RUNNING = new AtomicReference<>();

    private RunningLocally() {}

    /** Empty when none runs. */
    public static Optional<ApplicationStatus> status() {
        return Optional.ofNullable(RUNNING.get()).map(LocalBackend::status);
    }

    static void began(LocalBackend backend) {
        RUNNING.set(backend);
    }

    static void ended(LocalBackend backend) {
        RUNNING.compareAndSet(backend, null);
    }
}
