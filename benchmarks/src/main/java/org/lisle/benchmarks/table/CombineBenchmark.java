package org.lisle.benchmarks.table;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.lisle.core.operator.Aggregator;
import org.lisle.executor.aggregate.MapSideCombiner;
import org.lisle.executor.memory.MemoryPool;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Map-side sums by key: words by Zipf's law, each made anew before it is added as a program does it, or numbers. A thousand keys fit into
 * the nearest caches, a hundred thousand do not.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CombineBenchmark {
    private static final int RECORDS = 1 << 20;
    private static final Aggregator<Integer, Integer> SUM =
            new Aggregator<>(value -> value, Integer::sum, Integer::sum);

    @Param({"1000", "100000"})
    int keys;

    private final int[] ranks = new int[RECORDS];
    private String text = "";

    @Setup
    public void setUp() {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder words = new StringBuilder();
        for (int key = 0; key < keys; key++) {
            words.append(String.format("w%07x", key * 31));
        }
        text = words.toString();
        for (int i = 0; i < RECORDS; i++) {
            ranks[i] = (int) Math.min(keys - 1.0, Math.exp(random.nextDouble() * Math.log(keys)) - 1);
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void words(Blackhole hole) throws Exception {
        try (var memory = new MemoryPool(1L << 28, 0.5, Duration.ofSeconds(1)).forTask(1);
                var combiner = new MapSideCombiner("sums", SUM, memory, (key, sum) -> hole.consume(sum))) {
            for (int rank : ranks) {
                combiner.accept(text.substring(8 * rank, 8 * rank + 8), 1);
            }
            combiner.flush();
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void numbers(Blackhole hole) throws Exception {
        try (var memory = new MemoryPool(1L << 28, 0.5, Duration.ofSeconds(1)).forTask(1);
                var combiner = new MapSideCombiner("sums", SUM, memory, (key, sum) -> hole.consume(sum))) {
            for (int rank : ranks) {
                combiner.accept((long) rank, 1);
            }
            combiner.flush();
        }
    }
}
