package org.lisle.executor.scope;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a task has been asked to stop, and why. Thread-safe. */
public final class KillSwitch {
    private volatile @Nullable String reason;

    /** The first reason stays. */
    public void kill(String why) {
        if (reason == null) {
            reason = why;
        }
    }

    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    public boolean isKilled() {
        return reason != null;
    }

    /** @throws TaskKilledException when the task has been asked to stop */
    public void check() {
        String why = reason;
        if (why != null) {
            throw new TaskKilledException(why);
        }
    }
}
