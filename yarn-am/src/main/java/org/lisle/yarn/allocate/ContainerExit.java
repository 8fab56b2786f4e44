package org.lisle.yarn.allocate;

import org.lisle.core.unit.DataSize;

/**
 * What the end of an executor's container means. {@link ExitMeaning} is the table; docs/operating.md has it for people.
 *
 * @param reason one sentence for a person, with what to do where something can be done
 * @param countsAsFailure whether it uses up the failure budget: not where the cluster took the container away
 * @param tooSmall whether the container was too small, so that its replacement is to be larger
 * @param killed whether the process got SIGKILL, which may be the kernel's for want of memory
 */
public record ContainerExit(String reason, boolean countsAsFailure, boolean tooSmall, boolean killed) {
    private static final int MAX_DIAGNOSTICS = 1200;
    private static final int MAX_CRASH = 4000;

    ContainerExit(String reason, boolean countsAsFailure) {
        this(reason, countsAsFailure, false, false);
    }

    /** The cluster took the container away; nobody's failure. */
    static ContainerExit taken(String reason) {
        return new ContainerExit(reason, false);
    }

    /** @param diagnostics the NodeManager's text; its end is the end of the process's stderr when it failed by itself */
    public static ContainerExit of(int status, String diagnostics, DataSize containerSize) {
        ExitMeaning meaning = ExitMeaning.of(status);
        String what = meaning.text(status, containerSize);
        String more =
                switch (meaning.shown()) {
                    case NOTHING -> "";
                    case END_OF_LOG -> hint(diagnostics) + tail(diagnostics, MAX_DIAGNOSTICS);
                    case CRASH -> crash(diagnostics);
                };
        return new ContainerExit(what + more, meaning.counts(), meaning.tooSmall(), meaning == ExitMeaning.KILL_SIGNAL);
    }

    private static String hint(String diagnostics) {
        boolean oldJava = diagnostics.contains("UnsupportedClassVersionError")
                || diagnostics.contains("Unrecognized option: --add-opens");
        return oldJava
                ? "; the node's Java is older than 17: name a newer one in lisle.yarn.java.home or ship one with"
                        + " lisle.yarn.java.archive"
                : "";
    }

    /**
     * The head of the JVM's report, which begins so in its stdout and in hs_err; {@code JvmCommand} has it written to stderr. What follows it
     * in the diagnostics is the same again and the rest of the command's output.
     */
    private static String crash(String diagnostics) {
        int begins = diagnostics.indexOf("# A fatal error has been detected");
        if (begins < 0) {
            return tail(diagnostics, MAX_CRASH);
        }
        String report = diagnostics.substring(begins).strip();
        return ": " + (report.length() <= MAX_CRASH ? report : report.substring(0, MAX_CRASH) + "...");
    }

    private static String tail(String diagnostics, int most) {
        String text = diagnostics.strip();
        if (text.isEmpty()) {
            return "";
        }
        return ": " + (text.length() <= most ? text : "..." + text.substring(text.length() - most));
    }
}
