package org.lisle.executor.task;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.lisle.executor.scope.Counter;
import org.lisle.executor.scope.TaskCounters;

/** Times of one attempt: elapsed, of its thread's processor, and of the collector meanwhile (which other tasks' garbage causes too). */
final class TaskClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<GarbageCollectorMXBean> COLLECTORS = ManagementFactory.getGarbageCollectorMXBeans();

    private final TaskCounters counters;
    private final long start = System.nanoTime();
    private final long cpuStart = cpuNanos();
    private final long gcStart = gcNanos();

    TaskClock(TaskCounters counters) {
        this.counters = counters;
    }

    long elapsedNanos() {
        return System.nanoTime() - start;
    }

    void stop() {
        counters.add(Counter.RUN_NANOS, elapsedNanos());
        counters.add(Counter.CPU_NANOS, cpuNanos() - cpuStart);
        counters.add(Counter.GC_NANOS, gcNanos() - gcStart);
    }

    /** Time this JVM's collectors have taken so far. */
    static long gcNanos() {
        long millis = 0;
        for (GarbageCollectorMXBean collector : COLLECTORS) {
            millis += Math.max(0, collector.getCollectionTime());
        }
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Processor time that a thread has taken since it began; 0 where the JVM does not know. */
    static long cpuNanosOf(Thread thread) {
        return THREADS.isThreadCpuTimeSupported() ? Math.max(0, THREADS.getThreadCpuTime(thread.getId())) : 0;
    }

    private static long cpuNanos() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : 0;
    }
}
