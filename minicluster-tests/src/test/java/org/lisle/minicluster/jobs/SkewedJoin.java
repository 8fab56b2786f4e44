package org.lisle.minicluster.jobs;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.TaskContext;

/** Joins 30,000 pairs, of which two of three have one key, with 150, and prints how many rows of which sum which tasks have made. */
public final class SkewedJoin {
    public static final int LARGE = 30_000;
    public static final int SMALL = 150;
    private static final int PARTITIONS = 5;

    private SkewedJoin() {}

    /** Of a number on the large side; those that 3 divides are spread over the keys, all others have one. */
    public static int key(int number) {
        return number % 3 == 0 ? number % SMALL : 1;
    }

    /** What a row adds to the sum. */
    public static long value(int large, int small) {
        return large + 1_000_000L * small;
    }

    public static void main(String[] arguments) {
        try (LisleContext context = LisleContext.builder().appName("SkewedJoin").getOrCreate()) {
            PairRdd<Integer, Integer> large =
                    context.parallelize(numbers(LARGE), 4).keyBy(SkewedJoin::key);
            PairRdd<Integer, Integer> small =
                    context.parallelize(numbers(SMALL), 2).keyBy(n -> n);
            List<Pair<Integer, Long>> rows = large.join(small, PARTITIONS)
                    .map(row -> Pair.of(
                            TaskContext.getPartitionId(),
                            value(row.value().key(), row.value().value())))
                    .collect();
            Set<Integer> parts = new HashSet<>();
            rows.stream().map(Pair::key).filter(task -> task >= PARTITIONS).forEach(parts::add);
            long sum = rows.stream().mapToLong(Pair::value).sum();
            System.out.println("joined " + rows.size() + " rows of the sum " + sum);
            System.out.println("several tasks had a part of a partition: " + (parts.size() > 1));
        }
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
