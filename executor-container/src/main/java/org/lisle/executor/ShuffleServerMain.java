package org.lisle.executor;

/**
 * The main class of a stand-alone shuffle server: serves what dead executors of the application wrote on this node, where no executor is
 * left to do so, until the driver gives its container back. It is an executor without slots and with hardly any memory, so that it
 * registers, tells that it lives and finds a new driver as executors do; it never gets a task. {@code ExecutorEnvironment} knows this class
 * by name.
 */
public final class ShuffleServerMain {
    private ShuffleServerMain() {}

    public static void main(String[] arguments) {
        ExecutorMain.main(arguments);
    }
}
