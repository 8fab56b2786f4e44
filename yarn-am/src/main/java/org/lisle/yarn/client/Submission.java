package org.lisle.yarn.client;

import java.util.function.Consumer;

/** An application that was submitted. Thread-safe: one thread waits, another may kill. */
public interface Submission {
    String applicationId();

    /** Where it comes from; a submission without key is always new. */
    enum Origin {
        /** This client has submitted it. */
        NEW,
        /** It was submitted before, with the same key, and has not ended. */
        SUBMITTED_BEFORE,
        /** It was submitted before, with the same key, and has ended: {@link #await} gives its result at once. */
        ENDED_BEFORE
    }

    Origin origin();

    /**
     * Waits for the end.
     *
     * @param progress told about each look at the application, about three times a second, on the calling thread
     * @throws org.lisle.core.error.LisleException CLUSTER_UNREACHABLE when the ResourceManager does not answer for a long time
     * @throws InterruptedException when the thread is interrupted; the application goes on
     */
    Outcome await(Consumer<Progress> progress) throws InterruptedException;

    /** Ends the application and removes what it left in its staging directory. Nothing happens when it has ended. */
    void kill();
}
