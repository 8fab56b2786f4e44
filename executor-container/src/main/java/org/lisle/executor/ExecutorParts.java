package org.lisle.executor;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lisle.core.fault.FaultInjector;
import org.lisle.transport.Transport;

/**
 * What differs between an executor in a container and one in the driver's JVM.
 *
 * @param localDirectories where it keeps files, at least one
 * @param loader finds the classes of the job
 * @param transport by which others reach it and it reaches others, not closed by the executor; null when it is alone
 * @param driverBlocks the driver's blocks by name, where they are a call away; null when they are fetched like all others
 * @param faults what tests have go wrong here
 * @param ended told once, with the reason, when the driver has asked the executor to end; must not block
 */
public record ExecutorParts(
        List<Path> localDirectories,
        ClassLoader loader,
        @Nullable Transport transport,
        @Nullable Function<String, byte[]> driverBlocks,
        FaultInjector faults,
        ShutdownListener ended) {
    public ExecutorParts {
        localDirectories = List.copyOf(localDirectories);
    }

    /** Parts of an executor that is alone with its driver in this JVM. */
    public static ExecutorParts local(
            List<Path> localDirectories, ClassLoader loader, Function<String, byte[]> driverBlocks) {
        return new ExecutorParts(
                localDirectories, loader, null, driverBlocks, FaultInjector.NONE, (reason, leaveClasses) -> {});
    }

    /** Hears that the driver wants the executor to end. */
    @FunctionalInterface
    public interface ShutdownListener {
        /** @param leaveClasses whether it is to leave an archive of its loaded classes */
        void shutdown(String reason, boolean leaveClasses);
    }
}
