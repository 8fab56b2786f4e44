package org.lisle.yarn.once;

import org.jspecify.annotations.Nullable;

/**
 * What is recorded for a key now: its latest claim and what followed it.
 *
 * @param claim null when the key was never used, or is forgotten
 * @param gate null while neither the application started nor anybody gave it up
 * @param end how it ended after it had started; null before
 * @param forgotten somebody gave the key free, after the end
 */
public record KeyRecord(
        @Nullable Claim claim,
        @Nullable Gate gate,
        @Nullable RecordedEnd end,
        boolean forgotten) {
    public static final KeyRecord NONE = new KeyRecord(null, null, null, false);

    /** Of the latest claim; 0 when there is none. */
    public int generation() {
        return claim == null ? 0 : claim.generation();
    }

    /** Whether the application's own process has begun. */
    public boolean started() {
        return gate != null && gate.closed() == null;
    }

    /** How the latest claim ended, started or not; null while it has not. */
    public @Nullable RecordedEnd result() {
        return gate != null && gate.closed() != null ? gate.closed() : end;
    }

    /**
     * Whether the key is free for the next claim.
     *
     * @param horizonMillis ends before this are forgotten by now
     */
    public boolean isFree(long horizonMillis) {
        RecordedEnd result = result();
        return claim == null
                || forgotten
                || (result != null && (!result.ran() || result.endedMillis() < horizonMillis));
    }
}
