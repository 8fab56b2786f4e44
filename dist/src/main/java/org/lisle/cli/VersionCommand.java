package org.lisle.cli;

import org.lisle.core.launch.LisleVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lisle version}. */
@Command(name = "version", description = "Shows the versions of Lisle, Java and, where there is one, Hadoop.")
final class VersionCommand implements Runnable {
    private final Console console;

    @Mixin
    private final HelpOption help = new HelpOption();

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        console.out().println("Lisle " + LisleVersion.text());
        console.out().println("Java " + Runtime.version());
        console.out().println("Hadoop " + org.apache.hadoop.util.VersionInfo.getVersion());
    }
}
