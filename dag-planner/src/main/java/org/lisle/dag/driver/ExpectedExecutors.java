package org.lisle.dag.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executors of the driver before, which are on their way to this one. Until each has come or is known to be lost, or the time is up,
 * no job begins: their map outputs and cached partitions would be computed again although they are there. Confined to the loop.
 */
final class ExpectedExecutors {
    private static final Logger LOG = LoggerFactory.getLogger(ExpectedExecutors.class);

    private final Set<String> expected;
    private final long deadlineNanos;
    private final List<Runnable> waiting = new ArrayList<>();

    ExpectedExecutors(Set<String> executors, long deadlineNanos) {
        this.expected = new TreeSet<>(executors);
        this.deadlineNanos = deadlineNanos;
    }

    /** It came, or it is lost; false when it was not expected. */
    boolean settled(String executor) {
        return expected.remove(executor);
    }

    /** Nobody is waited for. */
    boolean areSettled() {
        return expected.isEmpty();
    }

    /** Runs the action in a later {@link #endTurn}, or at once when nobody is waited for. */
    void whenSettled(Runnable action) {
        if (expected.isEmpty()) {
            action.run();
        } else {
            waiting.add(action);
        }
    }

    void endTurn(long nowNanos) {
        if (!expected.isEmpty() && nowNanos - deadlineNanos >= 0) {
            LOG.warn("Executors {} of the driver before did not come back in time: going on without them", expected);
            expected.clear();
        }
        if (expected.isEmpty() && !waiting.isEmpty()) {
            List<Runnable> due = List.copyOf(waiting);
            waiting.clear();
            due.forEach(Runnable::run);
        }
    }
}
