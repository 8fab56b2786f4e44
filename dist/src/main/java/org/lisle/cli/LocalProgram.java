package org.lisle.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.SubmittedSettings;
import org.lisle.core.config.YarnSettings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.files.JobClassLoader;
import org.lisle.yarn.outcome.Diagnostics;
import org.lisle.yarn.outcome.ExitStatus;

/** Runs a program's main in this JVM; its context finds the settings as system properties, as a test's would. */
final class LocalProgram {
    private final Console console;

    LocalProgram(Console console) {
        this.console = console;
    }

    int run(LisleConf conf, String mainClass, String jar, List<String> arguments) {
        List<URL> jars = new ArrayList<>();
        jars.add(url(jar));
        for (String more : conf.get(YarnSettings.JARS).split(",", -1)) {
            if (!more.isBlank()) {
                jars.add(url(more.trim()));
            }
        }
        SubmittedSettings.publish(conf);
        ClassLoader loader = new JobClassLoader(jars.toArray(URL[]::new), LocalProgram.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Method main = mainOf(loader, mainClass, jar);
        try {
            main.invoke(null, (Object) arguments.toArray(String[]::new));
            return ExitStatus.SUCCEEDED;
        } catch (InvocationTargetException e) {
            return failed(Diagnostics.of(e.getCause() == null ? e : e.getCause()));
        } catch (IllegalAccessException e) {
            throw new LisleException(
                    ErrorCode.USAGE, mainClass + ".main cannot be called: " + e.getMessage(), "make it public", e);
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

    private static Method mainOf(ClassLoader loader, String mainClass, String jar) {
        try {
            Method main = Class.forName(mainClass, true, loader).getMethod("main", String[].class);
            if (Modifier.isStatic(main.getModifiers())) {
                return main;
            }
            throw new LisleException(ErrorCode.USAGE, mainClass + ".main is not static", "make it public static");
        } catch (ClassNotFoundException e) {
            throw new LisleException(
                    ErrorCode.USAGE, "the class " + mainClass + " is not in " + jar, "check --class and the jar", e);
        } catch (NoSuchMethodException e) {
            throw new LisleException(
                    ErrorCode.USAGE, mainClass + " has no main(String[])", "name a class with a public static main", e);
        }
    }

    private static URL url(String jar) {
        try {
            return ApplicationJar.existing(jar).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new LisleException(ErrorCode.USAGE, "not a path of a jar: " + jar, "check the path", e);
        }
    }
}
