package org.lisle.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lisle submit}: runs a class of a jar. */
@Command(
        name = "submit",
        description = "Runs a program on YARN, or in this JVM with --master local[N], and waits for its end.",
        sortOptions = false)
final class SubmitCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Option(names = "--class", paramLabel = "CLASS", description = "The class with the main method.")
    private @Nullable String mainClass;

    @Mixin
    private final SubmitOptions options = new SubmitOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "app.jar args",
            description =
                    "The jar that holds the class, and the program's own arguments: all that stands behind the jar.")
    private List<String> jarAndArguments = new ArrayList<>();

    SubmitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (jarAndArguments.isEmpty()) {
            throw new LisleException(
                    ErrorCode.USAGE, "no jar given", "write lisle submit --class CLASS [flags] app.jar [arguments]");
        }
        String jar = jarAndArguments.get(0);
        String main = mainClass == null ? ApplicationJar.mainClassOf(jar) : mainClass;
        LisleConf conf = options.conf();
        if (conf.text(Settings.APP_NAME.name()).isEmpty()) {
            conf = conf.with(Settings.APP_NAME.name(), main);
        }
        return new Launch(console, options.detach(), options.timings())
                .run(conf, main, jar, jarAndArguments.subList(1, jarAndArguments.size()));
    }
}
