package org.lisle.cli;

import java.util.List;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.yarn.client.Outcome;
import org.lisle.yarn.client.Submission;
import org.lisle.yarn.client.SubmitRequest;
import org.lisle.yarn.client.YarnCluster;
import org.lisle.yarn.outcome.ExitStatus;

/** Runs a program where its master says, and gives the exit code. */
final class Launch {
    private final Console console;
    private final boolean detach;
    private final boolean timings;

    Launch(Console console, boolean detach, boolean timings) {
        this.console = console;
        this.detach = detach;
        this.timings = timings;
    }

    int run(LisleConf conf, String mainClass, String jar, List<String> arguments) throws InterruptedException {
        String master = conf.get(Settings.MASTER);
        if (master.equals("local") || master.startsWith("local[")) {
            return new LocalProgram(console).run(conf, mainClass, jar, arguments);
        }
        if (!master.equals("yarn")) {
            throw new LisleException(
                    ErrorCode.USAGE,
                    "unknown master '" + master + "'",
                    "use yarn, or local[N] for N slots in this JVM");
        }
        return onYarn(new SubmitRequest(mainClass, jar, arguments, conf, LisleJar.path()));
    }

    /**
     * Shows the application's progress and its end.
     *
     * @param ended called at the end, before it is shown
     * @param timingsFrom when the command began, to show where the time went; -1 not to
     */
    private int follow(Submission submission, Runnable ended, long timingsFrom) throws InterruptedException {
        ProgressPrinter progress = ProgressPrinter.of(console);
        Outcome outcome = submission.await(progress::show);
        progress.end();
        ended.run();
        OutcomePrinter printer = new OutcomePrinter(console);
        printer.print(outcome);
        if (timingsFrom >= 0) {
            printer.printTimings(timingsFrom, outcome);
        }
        return outcome.exitCode();
    }

    /** Follows an application that was submitted before; the end of this process leaves it alone. */
    int attach(LisleConf conf, String applicationId) throws InterruptedException {
        try (YarnCluster cluster = YarnCluster.connect(conf)) {
            Submission submission = cluster.attach(applicationId);
            return follow(submission, () -> {}, timings ? System.currentTimeMillis() : -1);
        }
    }

    private int onYarn(SubmitRequest request) throws InterruptedException {
        long started = System.currentTimeMillis();
        KillAtExit killer = new KillAtExit(console.err());
        if (!detach) {
            killer.arm();
        }
        try (YarnCluster cluster = YarnCluster.connect(request.conf())) {
            Submission submission = cluster.submit(request);
            killer.watch(submission);
            console.out().println("Submitted application " + submission.applicationId());
            console.out().flush();
            if (submission.origin() != Submission.Origin.NEW) {
                console.err()
                        .println("(before, with the same key; it "
                                + (submission.origin() == Submission.Origin.ENDED_BEFORE
                                        ? "has ended, and this is its result)"
                                        : "runs)"));
            }
            if (detach && submission.origin() != Submission.Origin.ENDED_BEFORE) {
                return ExitStatus.SUCCEEDED;
            }
            return follow(submission, killer::disarm, timings ? started : -1);
        } finally {
            killer.disarm();
        }
    }
}
