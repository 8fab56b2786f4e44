package org.lisle.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.SubmittedSettings;
import org.lisle.core.config.YarnSettings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.files.JobClassLoader;
import org.lisle.core.launch.ProgramThreads;
import org.lisle.local.LocalShipment;
import org.lisle.yarn.client.Locations;
import org.lisle.yarn.outcome.Diagnostics;
import org.lisle.yarn.outcome.ExitStatus;

/**
 * Runs a program's main in this JVM; its context finds the settings as system properties, as a test's would. The program ends as under
 * {@code java}: when main has returned and no other of its threads runs that is no daemon; at once when main throws.
 */
final class LocalProgram {
    private final Console console;

    LocalProgram(Console console) {
        this.console = console;
    }

    /** @throws LisleException USAGE when a jar, a file or the class is not there */
    int run(LisleConf conf, String mainClass, String jar, List<String> arguments) throws InterruptedException {
        try (LocalShipment shipment = LocalShipment.open(conf)) {
            List<URL> jars = new ArrayList<>();
            jars.add(url(shipment.jar(jar)));
            for (String more : Locations.list(conf.get(YarnSettings.JARS))) {
                jars.add(url(shipment.jar(more)));
            }
            SubmittedSettings.publish(conf);
            ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
            ClassLoader loader = new JobClassLoader(
                    jars.toArray(URL[]::new), ofThread == null ? LocalProgram.class.getClassLoader() : ofThread);
            Optional<Throwable> failure = call(new Program(loader, mainClass, jar, arguments));
            return failure.isEmpty() ? ExitStatus.SUCCEEDED : failed(Diagnostics.of(failure.get()));
        }
    }

    private record Program(ClassLoader loader, String mainClass, String jar, List<String> arguments) {}

    /** What ended the program; empty when it ended well. */
    private Optional<Throwable> call(Program program) throws InterruptedException {
        var end = new CompletableFuture<Optional<Throwable>>();
        ProgramThreads threads = new ProgramThreads();
        threads.start(() -> end.complete(run(program, threads)), program.loader());
        try (LocalProgress shown = LocalProgress.show(console)) {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an end is never a failure", e);
        }
    }

    private static Optional<Throwable> run(Program program, ProgramThreads threads) {
        try {
            mainOf(program).invoke(null, (Object) program.arguments().toArray(String[]::new));
            threads.awaitOthers(() -> false, others -> {});
            return Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.of(e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) {
            return Optional.of(e);
        }
    }

    /** Tells of it as the client tells of an application on YARN. */
    private int failed(Diagnostics failure) {
        if (!failure.trace().isEmpty()) {
            console.err().println(failure.trace().stripTrailing());
        }
        console.error(failure.message());
        return ExitStatus.of(Objects.requireNonNull(failure.code()));
    }

    private static Method mainOf(Program program) {
        String name = program.mainClass();
        try {
            Method main = Class.forName(name, false, program.loader()).getMethod("main", String[].class);
            if (!Modifier.isStatic(main.getModifiers())) {
                throw new LisleException(ErrorCode.USAGE, name + ".main is not static", "make it public static");
            }
            main.setAccessible(true);
            return main;
        } catch (ClassNotFoundException e) {
            throw new LisleException(
                    ErrorCode.USAGE,
                    "the class " + name + " is not in " + program.jar(),
                    "check --class and the jar",
                    e);
        } catch (NoSuchMethodException e) {
            throw new LisleException(
                    ErrorCode.USAGE, name + " has no main(String[])", "name a class with a public static main", e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a path of this machine has a URL", e);
        }
    }
}
