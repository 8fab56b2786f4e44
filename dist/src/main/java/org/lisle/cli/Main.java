package org.lisle.cli;

/** Entry point of the jar: {@code yarn jar lisle.jar submit ...} and {@code bin/lisle submit ...}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(CommandLineProgram.run(arguments, System.out, System.err));
    }
}
