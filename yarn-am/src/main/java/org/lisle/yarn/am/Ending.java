package org.lisle.yarn.am;

import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.yarn.outcome.Diagnostics;

/**
 * How this attempt ends; the first ending that is told wins.
 *
 * @param report whether this is the end of the application, written down and told: not when YARN itself ends the process or has given it
 *     up, because then it knows better, and may start another attempt
 */
record Ending(Diagnostics diagnostics, boolean report) {
    static Ending succeeded(String note) {
        return new Ending(Diagnostics.success(note), true);
    }

    static Ending failed(Throwable failure) {
        return new Ending(Diagnostics.of(failure), true);
    }

    /** The process was told to end by a signal: by YARN, mostly. */
    static Ending terminated() {
        LisleException why =
                new LisleException(ErrorCode.APPLICATION_FAILED, "the ApplicationMaster was told to end", "");
        return new Ending(Diagnostics.of(why), false);
    }

    /**
     * The ResourceManager does not know this attempt any more, or is out of reach for good. Another attempt may be on its way already, or
     * come with the ResourceManager: what this one wrote down would keep it from going on.
     */
    static Ending disowned(LisleException why) {
        return new Ending(Diagnostics.of(why), false);
    }

    /** A newer attempt of the driver runs: this one has nothing to say any more, not even how it ended. */
    static Ending replaced(int newerEpoch) {
        return new Ending(
                Diagnostics.of(new LisleException(
                        ErrorCode.STALE_EPOCH, "attempt " + newerEpoch + " of the driver has replaced this one", "")),
                false);
    }

    /** The user's program called {@code System.exit}. */
    static Ending exited(int status, String where) {
        if (status == 0) {
            return succeeded("the program called System.exit(0)" + where);
        }
        return failed(new LisleException(
                ErrorCode.SYSTEM_EXIT, "the program called System.exit(" + status + ")" + where, ""));
    }

    /** As an earlier attempt wrote it down; what cannot be read is no success. */
    static Ending known(String diagnostics) {
        return new Ending(
                Diagnostics.parse(diagnostics)
                        .orElseGet(() -> Diagnostics.of(new LisleException(
                                ErrorCode.APPLICATION_FAILED,
                                "an earlier attempt ended, and nobody can read how: " + diagnostics,
                                ""))),
                true);
    }

    boolean success() {
        return diagnostics.code() == null;
    }
}
