package org.lisle.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultPoint;

/**
 * What happens to whom where.
 *
 * @param process a regular expression: {@code driver}, {@code executor-2}
 * @param key a regular expression, see {@link FaultPoint}
 * @param passings which passings of the point are struck, counted over all processes from 1
 */
public record Order(
        String process,
        FaultPoint point,
        String key,
        List<Integer> passings,
        Action action,
        Duration duration,
        AtomicInteger passed,
        AtomicInteger fired) {
    /** What happens. */
    public enum Action {
        DROP(Fault.Kind.DROP),
        DELAY(Fault.Kind.DELAY),
        DUPLICATE(Fault.Kind.DUPLICATE),
        CORRUPT(Fault.Kind.CORRUPT),
        FAIL(Fault.Kind.FAIL),
        DISK_FULL(Fault.Kind.DISK_FULL),
        /** The process ends as by SIGKILL. */
        CRASH(Fault.Kind.NONE),
        /** The process stands still for a time, as by SIGSTOP and SIGCONT. */
        STOP(Fault.Kind.NONE),
        /** From now on the process finds all its disks full, for a time. */
        FILL_DISKS(Fault.Kind.NONE);

        final Fault.Kind kind;

        Action(Fault.Kind kind) {
            this.kind = kind;
        }
    }

    static Order of(
            String process, FaultPoint point, String key, Action action, Duration duration, Integer... passings) {
        return new Order(
                process, point, key, List.of(passings), action, duration, new AtomicInteger(), new AtomicInteger());
    }

    /** Whether this passing is one of those that are struck. */
    boolean strikes(String passedProcess, FaultPoint passedPoint, String passedKey) {
        if (passedPoint != point
                || !Pattern.matches(process, passedProcess)
                || !Pattern.matches(key, passedKey)
                || !passings.contains(passed.incrementAndGet())) {
            return false;
        }
        fired.incrementAndGet();
        return true;
    }

    @Override
    public String toString() {
        return process + " " + point + " " + key + " " + action;
    }
}
