package org.lisle.cli;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.lisle.yarn.client.ApplicationSummary;
import org.lisle.yarn.client.YarnCluster;
import org.lisle.yarn.outcome.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about applications that were submitted before. */
final class ApplicationCommands {
    private ApplicationCommands() {}

    /** {@code lisle status APP_ID}: exits as the application did, 0 while it runs. */
    @Command(name = "status", description = "Shows the state of an application.")
    static final class Status implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final HelpOption help = new HelpOption();

        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Parameters(paramLabel = "APP_ID", description = "Such as application_1700000000000_0001.")
        private String applicationId = "";

        Status(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (YarnCluster cluster = YarnCluster.connect(settings.conf())) {
                ApplicationSummary summary = cluster.status(applicationId);
                console.out().println(summary.applicationId() + " (" + summary.name() + ")");
                console.out().println("  state    " + summary.state() + ", " + summary.finalStatus());
                console.out().println("  queue    " + summary.queue() + ", user " + summary.user());
                console.out().println("  started  " + Instant.ofEpochMilli(summary.startedMillis()));
                if (summary.endedMillis() > 0) {
                    console.out().println("  ended    " + Instant.ofEpochMilli(summary.endedMillis()));
                }
                if (!summary.trackingUrl().isEmpty()) {
                    console.out().println("  page     " + summary.trackingUrl());
                }
                if (summary.outcome() == null) {
                    return ExitStatus.SUCCEEDED;
                }
                if (!summary.outcome().succeeded()) {
                    new OutcomePrinter(console).print(summary.outcome());
                }
                return summary.outcome().exitCode();
            }
        }
    }

    /** {@code lisle attach APP_ID}: as submit after it has submitted, but the end of this process leaves the application alone. */
    @Command(
            name = "attach",
            description =
                    "Follows an application to its end, and exits as it does. Ctrl-C leaves the application running.")
    static final class Attach implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final HelpOption help = new HelpOption();

        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Parameters(paramLabel = "APP_ID", description = "Such as application_1700000000000_0001.")
        private String applicationId = "";

        Attach(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws InterruptedException {
            return new Launch(console, false, false).attach(settings.conf(), applicationId);
        }
    }

    /** {@code lisle timings APP_ID}. */
    @Command(name = "timings", description = "Shows where the time of an ended application went.")
    static final class Timings implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final HelpOption help = new HelpOption();

        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Parameters(paramLabel = "APP_ID", description = "Such as application_1700000000000_0001.")
        private String applicationId = "";

        Timings(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (YarnCluster cluster = YarnCluster.connect(settings.conf())) {
                ApplicationSummary summary = cluster.status(applicationId);
                if (summary.outcome() == null) {
                    console.out().println(applicationId + " has not ended; its page is " + summary.trackingUrl());
                } else {
                    new OutcomePrinter(console).printTimings(summary.startedMillis(), summary.outcome());
                }
                return ExitStatus.SUCCEEDED;
            }
        }
    }

    /** {@code lisle forget KEY}. */
    @Command(
            name = "forget",
            description = "Gives a key of --submit-key free, so that the next submission with it is a new application.")
    static final class Forget implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final HelpOption help = new HelpOption();

        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Parameters(paramLabel = "KEY", description = "As given to --submit-key, by the same user.")
        private String key = "";

        Forget(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (YarnCluster cluster = YarnCluster.connect(settings.conf())) {
                String had = cluster.forget(key);
                console.out()
                        .println(
                                had.isEmpty() ? "the key is free" : "the key was that of " + had + ", and is free now");
                return ExitStatus.SUCCEEDED;
            }
        }
    }

    /** {@code lisle kill APP_ID}. */
    @Command(name = "kill", description = "Ends an application.")
    static final class Kill implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final HelpOption help = new HelpOption();

        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Parameters(paramLabel = "APP_ID")
        private String applicationId = "";

        Kill(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (YarnCluster cluster = YarnCluster.connect(settings.conf())) {
                boolean killed = cluster.kill(applicationId);
                console.out().println(applicationId + (killed ? " is killed" : " had ended already"));
                return ExitStatus.SUCCEEDED;
            }
        }
    }

    /** {@code lisle logs APP_ID}. */
    @Command(name = "logs", description = "Shows the logs of an application's containers.")
    static final class Logs implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final HelpOption help = new HelpOption();

        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Parameters(paramLabel = "APP_ID")
        private String applicationId = "";

        Logs(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (YarnCluster cluster = YarnCluster.connect(settings.conf())) {
                cluster.logs(applicationId, console.out());
                return ExitStatus.SUCCEEDED;
            }
        }
    }

    /** {@code lisle list}. */
    @Command(name = "list", description = "Lists the applications of Lisle, the newest first.")
    static final class ListAll implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final HelpOption help = new HelpOption();

        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Option(names = "--all", description = "Ended applications too.")
        private boolean all;

        ListAll(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (YarnCluster cluster = YarnCluster.connect(settings.conf())) {
                List<ApplicationSummary> found = cluster.list(all);
                for (ApplicationSummary application : found) {
                    console.out()
                            .printf(
                                    "%s  %-9s %-10s %-12s %s%n",
                                    application.applicationId(),
                                    application.state(),
                                    application.finalStatus(),
                                    application.user(),
                                    application.name());
                }
                if (found.isEmpty()) {
                    console.err()
                            .println(all ? "no applications" : "no applications are running; --all shows ended ones");
                }
                return ExitStatus.SUCCEEDED;
            }
        }
    }
}
