package org.lisle.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.apache.log4j.Level;
import org.apache.log4j.LogManager;
import org.apache.log4j.PropertyConfigurator;
import org.slf4j.LoggerFactory;

/** Runs {@code lisle} in this JVM, and catches what the program that it runs prints. */
final class Lisle {
    private Lisle() {}

    /** @param errors what goes to standard error, of the command and of the program */
    record Run(int exitCode, String output, String errors) {
        /** The lines of the errors that are not about progress. */
        List<String> told() {
            return errors.lines().filter(line -> !line.startsWith("stage ")).toList();
        }
    }

    static {
        // says how it is set up with its first word, which is not to be a command's
        LoggerFactory.getLogger(Lisle.class).warn("commands are run");
        silence();
    }

    /**
     * The settings that a program is run with are system properties: they are as before afterwards. What went to standard error so far is
     * the property {@code errors}, for programs that wait for it.
     */
    static Run run(String... arguments) {
        var output = new ByteArrayOutputStream();
        var errors = new Seen();
        PrintStream out = System.out;
        PrintStream err = System.err;
        Properties properties = (Properties) System.getProperties().clone();
        try (var toOutput = new PrintStream(output, true, StandardCharsets.UTF_8);
                var toErrors = new PrintStream(errors, true, StandardCharsets.UTF_8)) {
            System.setOut(toOutput);
            System.setErr(toErrors);
            System.setProperty("lisle.terminal", "false");
            PropertyConfigurator.configure(Main.class.getResource("log4j.properties"));
            int exitCode = CommandLineProgram.run(arguments, toOutput, toErrors);
            return new Run(exitCode, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
        } finally {
            LogManager.resetConfiguration();
            silence();
            System.setOut(out);
            System.setErr(err);
            System.setProperties(properties);
        }
    }

    /** Between commands nothing is logged: threads of other tests may be about to, and would do so to the next command's errors. */
    private static void silence() {
        LogManager.getRootLogger().setLevel(Level.OFF);
    }

    private static final class Seen extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            System.setProperty("errors", toString(StandardCharsets.UTF_8));
        }
    }
}
