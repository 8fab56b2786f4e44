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

    private int onYarn(SubmitRequest request) throws InterruptedException {
        long started = System.currentTimeMillis();
        KillAtExit killer = new KillAtExit();
        if (!detach) {
            killer.arm();
        }
        try (YarnCluster cluster = YarnCluster.connect(request.conf())) {
            Submission submission = cluster.submit(request);
            killer.watch(submission);
            console.out().println("Submitted application " + submission.applicationId());
            console.out().flush();
            if (detach) {
                return ExitStatus.SUCCEEDED;
            }
            ProgressPrinter progress = ProgressPrinter.of(console);
            Outcome outcome = submission.await(progress::show);
            progress.end();
            killer.disarm();
            OutcomePrinter printer = new OutcomePrinter(console);
            printer.print(outcome);
            if (timings) {
                printer.printTimings(started, outcome);
            }
            return outcome.exitCode();
        } finally {
            killer.disarm();
        }
    }
}
