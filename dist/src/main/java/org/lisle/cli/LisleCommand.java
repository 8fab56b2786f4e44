package org.lisle.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lisle} without a command: says what there is. */
@Command(
        name = "lisle",
        description = "Runs dataflow jobs on YARN, or in this JVM.",
        footer = {
            "",
            "Exit codes: 0 succeeded, 1 the job's own code, input or output failed, 2 wrong usage, 3 not enough resources,",
            "4 the cluster or Lisle failed, 130/143 interrupted."
        })
final class LisleCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
