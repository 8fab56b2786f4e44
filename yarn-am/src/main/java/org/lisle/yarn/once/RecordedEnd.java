package org.lisle.yarn.once;

import org.lisle.yarn.outcome.Diagnostics;

/**
 * How a claimed application ended, as long as the key is remembered: longer than YARN may remember the application.
 *
 * @param ran false when it never ran and never will (YARN refused it): the key is as if it had not been claimed
 * @param diagnostics in the form of {@link Diagnostics}
 * @param submittedMillis since 1970
 * @param endedMillis since 1970
 * @param logUrl where the containers' logs are; empty when not known
 */
public record RecordedEnd(boolean ran, String diagnostics, long submittedMillis, long endedMillis, String logUrl) {
    /** Whether the application succeeded; text that cannot be read is a failure. */
    public boolean success() {
        return Diagnostics.parse(diagnostics).map(told -> told.code() == null).orElse(false);
    }

    public static RecordedEnd neverRan(String diagnostics, long nowMillis) {
        return new RecordedEnd(false, diagnostics, nowMillis, nowMillis, "");
    }
}
