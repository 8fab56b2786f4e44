package org.lisle.yarn.am;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.files.JobClassLoader;
import org.lisle.core.launch.ProgramThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's program: its class loader and the thread that runs its {@code main}.
 *
 * <p>The class loader asks Lisle's and Hadoop's class path first and the user's jars then, as in the executors: a class of Hadoop's is the
 * cluster's version (but for Avro, see {@link JobClassLoader}), and Lisle's own libraries are relocated and in nobody's way.
 *
 * <p>The program ends as one does under {@code java}: when main has returned and no other thread that is not a daemon runs; earlier when
 * its context is closed after main has returned; at once when main throws.
 */
final class UserProgram {
    private static final Logger LOG = LoggerFactory.getLogger(UserProgram.class);

    private final String mainClass;
    private final List<String> arguments;
    private final ClassLoader loader;
    private final ProgramThreads threads = new ProgramThreads();

    /** @param jars names of jars in the working directory */
    UserProgram(String mainClass, List<String> arguments, List<String> jars) {
        this.mainClass = mainClass;
        this.arguments = arguments;
        this.loader = loader(jars);
    }

    ClassLoader classLoader() {
        return loader;
    }

    /**
     * Starts main on a thread of its own.
     *
     * @param contextClosed whether a context was made, and closed
     * @param contextMade whether one was made at all
     * @param end told once, on that thread
     */
    void start(BooleanSupplier contextMade, BooleanSupplier contextClosed, Consumer<Ending> end) {
        threads.start(() -> end.accept(run(contextMade, contextClosed)), loader);
    }

    private Ending run(BooleanSupplier contextMade, BooleanSupplier contextClosed) {
        try {
            main().invoke(null, (Object) arguments.toArray(String[]::new));
            threads.awaitOthers(
                    contextClosed,
                    others ->
                            LOG.info("main has returned; the application goes on until these threads end: {}", others));
            return Ending.succeeded(
                    contextMade.getAsBoolean() ? "" : "the program ended without making a LisleContext");
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause() == null ? e : e.getCause();
            LOG.error("the program failed", thrown);
            return Ending.failed(thrown);
        } catch (IllegalAccessException | LisleException e) {
            return Ending.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Ending.failed(e);
        } catch (Error e) {
            LOG.error("the program failed", e);
            return Ending.failed(e);
        }
    }

    private Method main() {
        try {
            Method main = Class.forName(mainClass, true, loader).getMethod("main", String[].class);
            if (!Modifier.isStatic(main.getModifiers())) {
                throw new LisleException(
                        ErrorCode.CLASS_NOT_FOUND, "main of the class " + mainClass + " is not static", "");
            }
            main.setAccessible(true);
            return main;
        } catch (ClassNotFoundException e) {
            throw new LisleException(
                    ErrorCode.CLASS_NOT_FOUND,
                    "the class " + mainClass + " is in none of the application's jars",
                    "give its full name with --class, or its jar with --jars",
                    e);
        } catch (NoSuchMethodException e) {
            throw new LisleException(
                    ErrorCode.CLASS_NOT_FOUND,
                    "the class " + mainClass + " has no public static void main(String[])",
                    "name the class that has it with --class",
                    e);
        }
    }

    private static ClassLoader loader(List<String> jars) {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            try {
                urls[i] = new File(jars.get(i)).toURI().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException("no file name: " + jars.get(i), e);
            }
        }
        return new JobClassLoader(urls, UserProgram.class.getClassLoader());
    }
}
