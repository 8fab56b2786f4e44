package org.lisle.cli;

import java.net.MalformedURLException;

/** Entry point of the jar: {@code yarn jar lisle.jar submit ...} and {@code bin/lisle submit ...}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws MalformedURLException {
        String folders = System.getProperty(FolderClassLoader.PROPERTY, "");
        if (!folders.isEmpty()) {
            // Hadoop looks for its configuration with the thread's class loader
            Thread.currentThread().setContextClassLoader(FolderClassLoader.of(folders, Main.class.getClassLoader()));
        }
        System.exit(CommandLineProgram.run(arguments, System.out, System.err));
    }
}
