package org.lisle.cli;

import java.io.PrintStream;

/** Where a command writes: results and the application's id to {@code out}; progress and errors to {@code err}. */
record Console(PrintStream out, PrintStream err) {
    /** One sentence about what went wrong. */
    void error(String sentence) {
        err.println("lisle: " + sentence);
    }

    /** Whether a person watches: set by the launcher, which can see its own terminal. */
    boolean isTerminal() {
        return Boolean.getBoolean("lisle.terminal") && err == System.err;
    }
}
