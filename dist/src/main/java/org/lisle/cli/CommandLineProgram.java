package org.lisle.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.yarn.outcome.ExitStatus;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command line as a function: arguments in, text out, exit code back. Also what the demo and tests call. */
public final class CommandLineProgram {
    private CommandLineProgram() {}

    /** Runs one command; see {@link ExitStatus} for what is returned. */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        CommandLine line = new CommandLine(new LisleCommand());
        Console console = new Console(out, err);
        line.addSubcommand(startsProgram(new SubmitCommand(console)));
        line.addSubcommand(startsProgram(new ExampleCommand(console)));
        line.addSubcommand(new ApplicationCommands.Status(console));
        line.addSubcommand(new ApplicationCommands.Attach(console));
        line.addSubcommand(new ApplicationCommands.Timings(console));
        line.addSubcommand(new ApplicationCommands.Kill(console));
        line.addSubcommand(new ApplicationCommands.Forget(console));
        line.addSubcommand(new ApplicationCommands.Logs(console));
        line.addSubcommand(new ApplicationCommands.ListAll(console));
        line.addSubcommand(new DemoCommand());
        line.addSubcommand(new VersionCommand(console));
        line.addSubcommand(new CommandLine.HelpCommand());
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        line.setAbbreviatedOptionsAllowed(false);
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((mistake, given) -> wrongUsage(mistake, console));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, console));
        return line.execute(arguments);
    }

    /** What stands behind the jar or the example's name is the program's. */
    private static CommandLine startsProgram(Object command) {
        return new CommandLine(command).setStopAtPositional(true);
    }

    private static int wrongUsage(ParameterException mistake, Console console) {
        CommandLine command = mistake.getCommandLine();
        String message = String.valueOf(mistake.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        console.error(message + ": see '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitStatus.USAGE;
    }

    private static int failed(Exception failure, Console console) {
        if (failure instanceof LisleException known) {
            console.error(String.valueOf(known.getMessage()));
            return ExitStatus.of(known.code());
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            console.error("interrupted");
            return ExitStatus.INTERRUPTED;
        }
        console.error("a mistake in Lisle itself, please report it: " + failure);
        failure.printStackTrace(console.err());
        return ExitStatus.of(ErrorCode.INTERNAL_ERROR);
    }
}
