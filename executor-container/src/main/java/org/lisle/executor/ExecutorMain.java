package org.lisle.executor;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.lisle.executor.container.ContainerExit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main class of an executor's container. Whatever happens, the process ends: see {@link ContainerExit} for its codes. */
public final class ExecutorMain {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorMain.class);
    private static final long END_MILLIS = 15_000;

    private ExecutorMain() {}

    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler(ExecutorMain::uncaught);
        int code = ContainerExit.ERROR;
        try {
            code = codeOf(
                    () -> new ContainerProcess(System.getenv(), Path.of("").toAbsolutePath()).run());
        } finally {
            end(code);
        }
    }

    /** The exit code that a run returns, or that its failure means, whatever it throws: the process must not outlive its main thread. */
    static int codeOf(Callable<Integer> run) {
        try {
            return run.call();
        } catch (VirtualMachineError e) {
            LOG.error("The executor cannot go on", e);
            return ContainerExit.ERROR;
        } catch (Throwable e) {
            LOG.error("The executor cannot start: {}", e.getMessage(), e);
            return ContainerExit.FAILED_START;
        }
    }

    /** Ends the process, by force when its orderly end takes too long. */
    private static void end(int code) {
        LOG.info("The executor's process ends with {}", code);
        Thread force = new Thread(() -> haltLater(code), "end by force");
        force.setDaemon(true);
        force.start();
        System.exit(code);
    }

    private static void haltLater(int code) {
        long deadline = System.nanoTime() + END_MILLIS * 1_000_000;
        while (System.nanoTime() < deadline) {
            java.util.concurrent.locks.LockSupport.parkNanos(deadline - System.nanoTime());
        }
        Runtime.getRuntime().halt(code);
    }

    private static void uncaught(Thread thread, Throwable failure) {
        boolean fatal = failure instanceof VirtualMachineError;
        try {
            LOG.error("{} died{}", thread.getName(), fatal ? ", and the executor with it" : "", failure);
        } finally {
            if (fatal) {
                Runtime.getRuntime().halt(ContainerExit.ERROR);
            }
        }
    }
}
