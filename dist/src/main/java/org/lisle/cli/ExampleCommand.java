package org.lisle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.yarn.outcome.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lisle example NAME args...}: submits one of the examples; lists them without a name. */
@Command(
        name = "example",
        description = "Runs one of the examples; lists them when no name is given.",
        sortOptions = false)
final class ExampleCommand implements Callable<Integer> {
    private static final String PACKAGE = "org/lisle/examples/";

    private final Console console;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final SubmitOptions options = new SubmitOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME args",
            description =
                    "The example, and its arguments: all that stands behind its name. NAME --help shows its usage.")
    private List<String> nameAndArguments = new ArrayList<>();

    ExampleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Path jar = jar();
        TreeSet<String> names = names(jar);
        if (nameAndArguments.isEmpty()) {
            console.out().println("examples: " + String.join(", ", names));
            return ExitStatus.SUCCEEDED;
        }
        String name = nameAndArguments.get(0);
        if (!names.contains(name)) {
            throw new LisleException(
                    ErrorCode.USAGE, "there is no example '" + name + "'", "there are " + String.join(", ", names));
        }
        LisleConf conf = options.conf();
        if (conf.text(Settings.APP_NAME.name()).isEmpty()) {
            conf = conf.with(Settings.APP_NAME.name(), name);
        }
        List<String> arguments = nameAndArguments.subList(1, nameAndArguments.size());
        if (arguments.equals(List.of("--help")) || arguments.equals(List.of("-h"))) {
            conf = conf.with(Settings.MASTER.name(), "local"); // a usage text needs no cluster
        }
        return new Launch(console, options.detach(), options.timings())
                .run(conf, PACKAGE.replace('/', '.') + name, jar.toString(), arguments);
    }

    private static Path jar() {
        String named = System.getProperty("lisle.examples.jar", "");
        if (named.isEmpty() || !Files.isRegularFile(Path.of(named))) {
            throw new LisleException(
                    ErrorCode.USAGE, "the jar of the examples is not there", "start this command with bin/lisle");
        }
        return Path.of(named);
    }

    /** Examples are the classes of their jar that carry a usage text: listed in a resource the examples keep and test. */
    private static TreeSet<String> names(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            var entry = file.getJarEntry(PACKAGE + "examples.txt");
            if (entry == null) {
                throw new LisleException(ErrorCode.USAGE, jar + " holds no examples", "build it with mvn package");
            }
            String text =
                    new String(file.getInputStream(entry).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return new TreeSet<>(text.lines().filter(line -> !line.isBlank()).toList());
        }
    }
}
