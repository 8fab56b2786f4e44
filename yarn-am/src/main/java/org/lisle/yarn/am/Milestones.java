package org.lisle.yarn.am;

import java.util.concurrent.atomic.AtomicLong;
import org.lisle.dag.driver.ApplicationStatus;
import org.lisle.yarn.outcome.Phases;

/** When the application's phases were reached, in milliseconds since 1970. Thread-safe. */
final class Milestones {
    private final long started;
    private final AtomicLong registered = new AtomicLong();
    private final AtomicLong firstExecutor = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();

    Milestones(long started) {
        this.started = started;
    }

    void registered() {
        registered.compareAndSet(0, System.currentTimeMillis());
    }

    void executorRegistered() {
        firstExecutor.compareAndSet(0, System.currentTimeMillis());
    }

    void ended() {
        ended.compareAndSet(0, System.currentTimeMillis());
    }

    Phases with(ApplicationStatus.Phases driver) {
        return new Phases(
                started,
                registered.get(),
                firstExecutor.get(),
                driver.firstTaskMillis(),
                driver.lastTaskEndMillis(),
                ended.get());
    }
}
