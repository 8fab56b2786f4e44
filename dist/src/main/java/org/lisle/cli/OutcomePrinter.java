package org.lisle.cli;

import java.util.Locale;
import org.lisle.yarn.client.Outcome;
import org.lisle.yarn.outcome.Phases;

/** Tells how an application ended: the user's own stack trace first, then one sentence, then where the logs are. */
final class OutcomePrinter {
    private final Console console;

    OutcomePrinter(Console console) {
        this.console = console;
    }

    void print(Outcome outcome) {
        if (outcome.succeeded()) {
            console.err()
                    .printf(
                            Locale.ROOT,
                            "%s succeeded in %.1f s%n",
                            outcome.applicationId(),
                            (outcome.endedMillis() - outcome.submittedMillis()) / 1000.0);
            if (!outcome.message().isEmpty()) {
                console.err().println(outcome.message());
            }
            return;
        }
        if (!outcome.trace().isEmpty()) {
            console.err().println(outcome.trace().stripTrailing());
        }
        console.error(outcome.message());
        if (!outcome.logUrl().isEmpty()) {
            console.err().println("logs: " + outcome.logUrl() + " or: lisle logs " + outcome.applicationId());
        }
    }

    /** @param startedMillis when the command began, since 1970 */
    void printTimings(long startedMillis, Outcome outcome) {
        Phases phases = outcome.phases();
        console.out().println("where the time went, in seconds from the first step:");
        step(startedMillis, "submitted", outcome.submittedMillis());
        step(startedMillis, "accepted, driver started", phases.started());
        step(startedMillis, "driver registered", phases.registered());
        step(startedMillis, "first executor", phases.firstExecutor());
        step(startedMillis, "first task", phases.firstTask());
        step(startedMillis, "last task ended", phases.lastTaskEnd());
        step(startedMillis, "main ended", phases.ended());
        step(startedMillis, "finished", outcome.endedMillis());
    }

    private void step(long startedMillis, String name, long millis) {
        if (millis > 0) {
            console.out().printf(Locale.ROOT, "  %8.2f  %s%n", (millis - startedMillis) / 1000.0, name);
        }
    }
}
