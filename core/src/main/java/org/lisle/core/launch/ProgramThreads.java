package org.lisle.core.launch;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The threads of a user's program: the one that runs its main, and those that it starts. Thread-safe. */
public final class ProgramThreads {
    private static final int LOOK_MILLIS = 200;
    private static final int TOLD_LOOKS = 150;

    private final ThreadGroup group = new ThreadGroup("user");

    /** Starts the thread that runs main. */
    public void start(Runnable main, ClassLoader loader) {
        Thread thread = new Thread(group, main, "main");
        thread.setContextClassLoader(loader);
        thread.start();
    }

    /**
     * Called by the thread of main when main has returned: waits until no other thread of the program runs that is not a daemon, as the JVM
     * does.
     *
     * @param enough asked between: whether to wait no longer
     * @param told whom it waits for: at first, and every half a minute
     */
    public void awaitOthers(BooleanSupplier enough, Consumer<List<Thread>> told) throws InterruptedException {
        for (int looks = 0; !enough.getAsBoolean(); looks++) {
            List<Thread> others = others();
            if (others.isEmpty()) {
                return;
            }
            if (looks % TOLD_LOOKS == 0) {
                told.accept(others);
            }
            others.get(0).join(LOOK_MILLIS);
        }
    }

    private List<Thread> others() {
        Thread[] found = new Thread[group.activeCount() + 16];
        int count = group.enumerate(found, true);
        return Arrays.stream(found, 0, count)
                .filter(thread -> !thread.isDaemon() && thread != Thread.currentThread())
                .toList();
    }
}
