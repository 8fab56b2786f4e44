package org.lisle.yarn.client;

import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.yarn.once.KeyRecord;
import org.lisle.yarn.once.RecordedEnd;
import org.lisle.yarn.outcome.Diagnostics;
import org.lisle.yarn.outcome.Phases;

/** Between how an application ended and how that is recorded for its key. Pure. */
final class Ends {
    private Ends() {}

    static RecordedEnd recorded(Outcome outcome) {
        Diagnostics told = new Diagnostics(outcome.code(), outcome.message(), outcome.trace(), outcome.phases());
        return new RecordedEnd(true, told.format(), outcome.submittedMillis(), outcome.endedMillis(), outcome.logUrl());
    }

    static Outcome outcome(String applicationId, RecordedEnd end) {
        Diagnostics told = Diagnostics.parse(end.diagnostics())
                .orElseGet(() -> new Diagnostics(
                        ErrorCode.APPLICATION_FAILED, end.diagnostics().strip(), "", Phases.NONE));
        return new Outcome(
                applicationId,
                told.code(),
                told.message(),
                told.trace(),
                end.logUrl(),
                end.submittedMillis(),
                end.endedMillis(),
                told.phases());
    }

    /** The application had started, nobody recorded its end, and YARN does not know it any more. */
    static RecordedEnd lost(KeyRecord record) {
        long claimed = record.claim() == null ? 0 : record.claim().claimedMillis();
        LisleException lost = new LisleException(
                ErrorCode.APPLICATION_FAILED,
                "the application ran, and YARN has forgotten how it ended",
                "look at its output; submit with --retry-failed to run it anew");
        return new RecordedEnd(true, Diagnostics.of(lost).format(), claimed, System.currentTimeMillis(), "");
    }
}
