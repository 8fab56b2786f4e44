package org.lisle.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
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
        console.out().println("Lisle " + lisleVersion());
        console.out().println("Java " + Runtime.version());
        console.out().println("Hadoop " + org.apache.hadoop.util.VersionInfo.getVersion());
    }

    static String lisleVersion() {
        Properties properties = new Properties();
        try (InputStream in = VersionCommand.class.getResourceAsStream("/org/lisle/version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read version.properties of the jar", e);
        }
        return properties.getProperty("version", "of unknown version");
    }
}
