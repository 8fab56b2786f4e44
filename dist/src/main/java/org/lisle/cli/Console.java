package org.lisle.cli;

import java.io.PrintStream;

/** Where a command writes: results and the application's id to {@code out}; progress and errors to {@code err}. */
record Console(PrintStream out, PrintStream err) {
    private static final int USUAL_COLUMNS = 80;

    /** One sentence about what went wrong. */
    void error(String sentence) {
        err.println("lisle: " + sentence);
    }

    /** Whether a person watches: the launcher says so, which can see its own terminal; without it, whether the JVM has a console. */
    boolean isTerminal() {
        String told = System.getProperty("lisle.terminal");
        return err == System.err && (told == null ? hasConsole() : Boolean.parseBoolean(told));
    }

    /** Characters of a line of the terminal. */
    static int columns() {
        for (String told : new String[] {System.getProperty("lisle.terminal.columns"), System.getenv("COLUMNS")}) {
            if (told != null && told.matches("[1-9]\\d{1,3}")) {
                return Integer.parseInt(told);
            }
        }
        return USUAL_COLUMNS;
    }

    /** A newer JDK than 17 gives a console that may be no terminal, and says so. */
    private static boolean hasConsole() {
        java.io.Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
