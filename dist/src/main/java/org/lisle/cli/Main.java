package org.lisle.cli;

import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lisle.yarn.outcome.ExitStatus;

/** Entry point of the jar: {@code yarn jar lisle.jar submit ...} and {@code bin/lisle submit ...}. */
public final class Main {
    /** A file that the launcher wants when a submission ended well: it keeps the classes of that command only. */
    private static final String SUBMISSION_MARK = "lisle.submission.mark";

    private Main() {}

    public static void main(String[] arguments) throws MalformedURLException {
        String folders = System.getProperty(FolderClassLoader.PROPERTY, "");
        if (!folders.isEmpty()) {
            // Hadoop looks for its configuration with the thread's class loader
            Thread.currentThread().setContextClassLoader(FolderClassLoader.of(folders, Main.class.getClassLoader()));
        }
        int code = CommandLineProgram.run(arguments, System.out, System.err);
        String mark = System.getProperty(SUBMISSION_MARK, "");
        if (!mark.isEmpty() && code == ExitStatus.SUCCEEDED) {
            leave(Path.of(mark));
        }
        System.exit(code);
    }

    private static void leave(Path mark) {
        try {
            Files.createFile(mark);
        } catch (IOException e) {
            // the next command starts without an archive
        }
    }
}
