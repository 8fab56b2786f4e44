package org.lisle.yarn.client;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.yarn.outcome.Diagnostics;
import org.lisle.yarn.outcome.Phases;

/** YARN's report about an application in Lisle's terms. Pure. */
final class Reports {
    /** How YARN tells the exit status of an ApplicationMaster's container. */
    private static final Pattern EXIT_CODE = Pattern.compile("exitCode: (-?\\d+)");

    private static final int EXCEEDED_MEMORY = -104;
    private static final int MAX_DIAGNOSTICS = 2000;

    /** YARN puts the time before what it says of an application that waits, and the state of the queue behind. */
    private static final Pattern TIME = Pattern.compile("^\\[[^]]*]\\s*");

    private static final Pattern DETAILS = Pattern.compile("\\s*\\bDetails\\s*:.*", Pattern.DOTALL);
    private static final int MAX_WAITING = 120;

    private Reports() {}

    static boolean hasEnded(ApplicationReport report) {
        YarnApplicationState state = report.getYarnApplicationState();
        return state == YarnApplicationState.FINISHED
                || state == YarnApplicationState.FAILED
                || state == YarnApplicationState.KILLED;
    }

    static ApplicationSummary summary(ApplicationReport report) {
        return new ApplicationSummary(
                report.getApplicationId().toString(),
                text(report.getName()),
                text(report.getUser()),
                text(report.getQueue()),
                report.getYarnApplicationState().name(),
                report.getFinalApplicationStatus().name(),
                report.getProgress(),
                report.getStartTime(),
                hasEnded(report) ? report.getFinishTime() : 0,
                address(report.getTrackingUrl()),
                hasEnded(report) ? outcome(report) : null);
    }

    /** For an application that has ended. */
    static Outcome outcome(ApplicationReport report) {
        String text = text(report.getDiagnostics());
        if (report.getYarnApplicationState() == YarnApplicationState.KILLED) {
            return outcome(report, ErrorCode.APPLICATION_FAILED, "the application was killed: " + shortened(text));
        }
        Optional<Diagnostics> told = Diagnostics.parse(text);
        boolean success = report.getFinalApplicationStatus() == FinalApplicationStatus.SUCCEEDED;
        if (told.isPresent() && (told.get().code() == null) == success) {
            Diagnostics diagnostics = told.get();
            return outcome(
                    report, diagnostics.code(), diagnostics.message(), diagnostics.trace(), diagnostics.phases());
        }
        return success ? outcome(report, null, shortened(text)) : died(report, text);
    }

    /** The ApplicationMaster ended without a word: what YARN says about its container is all there is. */
    private static Outcome died(ApplicationReport report, String text) {
        Matcher exit = EXIT_CODE.matcher(text);
        if (exit.find() && Integer.parseInt(exit.group(1)) == EXCEEDED_MEMORY) {
            return outcome(
                    report,
                    ErrorCode.MEMORY_EXHAUSTED,
                    "YARN killed the driver's container for using more memory than it has: raise lisle.driver.memory"
                            + " (--driver-memory)");
        }
        if (text.contains("UnsupportedClassVersionError")
                || text.contains("Unrecognized option: --add-opens")
                || text.contains("Unrecognized option: -Xlog")
                || text.contains("RecordDynamicDumpInfo")) {
            return outcome(
                    report,
                    ErrorCode.APPLICATION_FAILED,
                    "the nodes' Java is older than 17: name a newer one in lisle.yarn.java.home, or ship one with"
                            + " lisle.yarn.java.archive");
        }
        return outcome(
                report,
                ErrorCode.APPLICATION_FAILED,
                "the ApplicationMaster ended without a final status: " + shortened(text));
    }

    private static Outcome outcome(ApplicationReport report, @Nullable ErrorCode code, String message) {
        return outcome(report, code, message, "", Phases.NONE);
    }

    private static Outcome outcome(
            ApplicationReport report, @Nullable ErrorCode code, String message, String trace, Phases phases) {
        return new Outcome(
                report.getApplicationId().toString(),
                code,
                message,
                trace,
                address(report.getTrackingUrl()),
                report.getStartTime(),
                report.getFinishTime(),
                phases);
    }

    /** Why an application is not running yet, in a sentence or two of at most 120 characters. */
    static String waiting(@Nullable String diagnostics) {
        String told = TIME.matcher(text(diagnostics).strip()).replaceFirst("");
        String line =
                DETAILS.matcher(told).replaceFirst("").replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_WAITING ? line : line.substring(0, MAX_WAITING - 4) + " ...";
    }

    static String address(@Nullable String url) {
        return url == null || url.equals("N/A") ? "" : url;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String shortened(String text) {
        String line = text.strip();
        return line.length() <= MAX_DIAGNOSTICS ? line : line.substring(0, MAX_DIAGNOSTICS) + " ...";
    }
}
