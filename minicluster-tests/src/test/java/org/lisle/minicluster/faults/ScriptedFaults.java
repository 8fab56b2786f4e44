package org.lisle.minicluster.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultPoint;

/**
 * An injector that follows orders and writes down each fault before it happens, so that a test can assert that it did. The log's file must
 * be one that all processes of the test reach. Thread-safe.
 */
final class ScriptedFaults implements FaultInjector {
    /** The exit status of a process that a fault ended; that of SIGKILL. */
    static final int CRASHED = 137;

    private final List<CountedOrder> orders;
    private final Path log;
    private final String process;

    private record CountedOrder(FaultOrder order, AtomicLong passings) {}

    ScriptedFaults(FaultPlan plan, String process) {
        this.log = plan.log();
        this.process = process;
        orders = plan.orders().stream()
                .filter(order -> order.isFor(process))
                .map(order -> new CountedOrder(order, new AtomicLong()))
                .toList();
    }

    @Override
    public Fault at(FaultPoint point, String key) {
        Fault found = Fault.NONE;
        for (CountedOrder counted : orders) {
            boolean strikes = counted.order().matches(point, key)
                    && counted.order().strikes(counted.passings().incrementAndGet());
            if (strikes && found == Fault.NONE) {
                found = counted.order().fault();
            }
        }
        if (found != Fault.NONE) {
            write(point + ":" + key + "@" + process + "=" + found.kind());
        }
        if (found.kind() == Fault.Kind.CRASH) {
            Runtime.getRuntime().halt(CRASHED);
        }
        return found;
    }

    private void write(String line) {
        try {
            Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The faults that happened, as {@code POINT:KEY@PROCESS=KIND}, in the order of their happening. */
    static List<String> happened(Path log) {
        if (!Files.exists(log)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
