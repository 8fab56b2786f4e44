package org.lisle.yarn.once;

import org.jspecify.annotations.Nullable;

/**
 * What every claim passes exactly once: either its ApplicationMaster opens it before it runs the program, or a client closes it for good
 * because the application ended, or was refused, before it ran.
 *
 * @param openedBy a text that no other process has; empty when the gate is closed
 * @param closed null when the gate was opened
 */
public record Gate(String openedBy, @Nullable RecordedEnd closed) {
    public static Gate open(String by) {
        return new Gate(by, null);
    }

    public static Gate closed(RecordedEnd end) {
        return new Gate("", end);
    }
}
