package org.lisle.yarn.once;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Whether an ApplicationMaster of an application with a key may run the program: the last fence, which holds even when a client slept for a
 * week between two of its steps.
 *
 * @param admitted run the program
 * @param end when not admitted: the recorded end of this very application, to be reported again; null when it has none
 * @param reason when not admitted: why, for people
 */
public record Admission(boolean admitted, @Nullable RecordedEnd end, String reason) {
    /**
     * Opens the gate and decides.
     *
     * @param attempt YARN's number of this attempt, from 1
     * @param self a text that no other process has
     */
    public static Admission ask(KeyStore store, String applicationId, int attempt, String self) throws IOException {
        KeyRecord record = store.read();
        Claim claim = record.claim();
        if (claim == null || !claim.applicationId().equals(applicationId)) {
            return refused("the key of this application belongs to "
                    + (claim == null ? "nobody any more" : claim.applicationId()));
        }
        Gate stands = store.gate(claim.generation(), Gate.open(self));
        return decide(store.read(), stands, applicationId, attempt, self);
    }

    /**
     * @param record read after the gate
     * @param stands the gate as it stands
     */
    static Admission decide(KeyRecord record, Gate stands, String applicationId, int attempt, String self) {
        Claim claim = record.claim();
        if (claim == null || !claim.applicationId().equals(applicationId)) {
            return refused("the key of this application was claimed anew");
        }
        RecordedEnd end = record.result();
        if (end != null) {
            return new Admission(false, end, "this application has ended before");
        }
        if (attempt == 1 && !stands.openedBy().equals(self)) {
            return refused("this application has run before, and YARN has forgotten it");
        }
        return new Admission(true, null, "");
    }

    private static Admission refused(String reason) {
        return new Admission(false, null, reason);
    }
}
