package org.lisle.programs;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;

/** What a user's first test does, in a JVM of its own: a word count, and then a look at what it cost and left behind. */
final class FreshProgram {
    private FreshProgram() {}

    public static void main(String[] arguments) {
        Set<String> before = threads();
        try (LisleContext context =
                LisleContext.builder().appName("first").master("local[2]").build()) {
            var counts = context.parallelize(List.of("to be or not", "to be"))
                    .flatMap(line -> List.of(line.split(" ")).iterator())
                    .mapToPair(word -> Pair.of(word, 1))
                    .reduceByKey(Integer::sum)
                    .collectAsMap();
            System.out.println("counts=" + new java.util.TreeMap<>(counts));
        }
        System.out.println("cpuMillis=" + cpuMillis());
        System.out.println(
                "classes=" + ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
        Set<String> left = threads();
        left.removeAll(before);
        // The JDK's own, which end by themselves when there is nothing to do.
        left.removeIf(name -> name.startsWith("Cleaner-") || name.startsWith("ForkJoinPool.commonPool"));
        System.out.println("threadsLeft=" + left);
    }

    /** Of the whole process since its start. */
    private static long cpuMillis() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElseThrow();
    }

    private static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        Thread.getAllStackTraces().keySet().forEach(thread -> names.add(thread.getName()));
        return names;
    }
}
