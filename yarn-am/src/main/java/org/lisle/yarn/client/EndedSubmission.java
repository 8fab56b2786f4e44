package org.lisle.yarn.client;

import java.util.function.Consumer;

/** An application that had ended before it was asked for: the result of its key. */
record EndedSubmission(Outcome outcome) implements Submission {
    @Override
    public String applicationId() {
        return outcome.applicationId();
    }

    @Override
    public Origin origin() {
        return Origin.ENDED_BEFORE;
    }

    @Override
    public Outcome await(Consumer<Progress> progress) {
        return outcome;
    }

    @Override
    public void kill() {}
}
