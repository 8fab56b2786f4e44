package org.lisle.yarn.once;

import java.io.IOException;

/**
 * The record of one key. Of each of its facts the first writer's stands and is never changed, so that nobody needs a lock:
 *
 * <pre>
 * claim-N   this application id is the key's N-th     written by a client, when everything is uploaded and before it submits
 * gate-N    opened | closed for good                  opened by the ApplicationMaster before main, or closed by a client
 * end-N     how it ended                              by the ApplicationMaster, or by a client from YARN's report; only behind an open gate
 * free-N    forgotten                                 by a person, after the end
 * </pre>
 *
 * Why there is one run for one claim: clients that submit the same application id twice get one application, because YARN takes an id once;
 * and should YARN have forgotten a first one, the second application's ApplicationMaster finds the gate used. Why there is one claim at a
 * time: claim N+1 is only written by one who has read a closed gate N or an end N, and an application whose gate is closed or whose end is
 * recorded never runs its program again.
 *
 * <p>Methods throw IOException when the record cannot be reached; all of them may then be called again.
 */
public interface KeyStore {
    KeyRecord read() throws IOException;

    /** Claims the key's next generation; who won is seen by reading. */
    void claim(Claim claim) throws IOException;

    /** Opens or closes the gate of a claim. Returns what stands, which may be another's. */
    Gate gate(int generation, Gate wanted) throws IOException;

    /** Records the end of an application that had started; an end that stands already stays. */
    void end(int generation, RecordedEnd end) throws IOException;

    /** Records that the application of a claim has ended: behind the gate when it had started, else by closing that. */
    default void close(KeyRecord record, RecordedEnd end) throws IOException {
        if (record.started()) {
            end(record.generation(), end);
        } else {
            gate(record.generation(), Gate.closed(end));
        }
    }

    /** Gives the key free after the end of this claim. */
    void forget(int generation) throws IOException;
}
