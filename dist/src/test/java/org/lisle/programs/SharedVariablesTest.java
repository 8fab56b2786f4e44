package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lisle.api.Accumulator;
import org.lisle.api.Broadcast;
import org.lisle.api.CollectionAccumulator;
import org.lisle.api.DoubleAccumulator;
import org.lisle.api.LisleContext;
import org.lisle.api.LongAccumulator;
import org.lisle.api.Pair;
import org.lisle.api.Rdd;
import org.lisle.core.error.LisleException;

/** Broadcasts and accumulators between the driver and real tasks. */
class SharedVariablesTest {
    private LisleContext context;

    @BeforeEach
    void open() {
        context = LisleContext.builder().appName("shared").master("local[3]").build();
    }

    @AfterEach
    void close() {
        context.close();
    }

    private Rdd<Integer> numbers(int partitions) {
        return context.parallelize(IntStream.range(0, 100).boxed().toList(), partitions);
    }

    @Test
    void aBroadcastOfManyPiecesReachesEveryTask() {
        byte[] large = new byte[9 << 20];
        new Random(1).nextBytes(large);
        Broadcast<byte[]> broadcast = context.broadcast(large);
        assertThat(numbers(10).map(n -> broadcast.value()[n * 1000]).collect())
                .isEqualTo(
                        IntStream.range(0, 100).mapToObj(n -> large[n * 1000]).toList());
    }

    @Test
    void aBroadcastIsOneObjectForAllTasksOfAnExecutor() {
        Broadcast<Map<String, Integer>> broadcast = context.broadcast(Map.of("a", 1));
        assertThat(numbers(6)
                        .map(n -> System.identityHashCode(broadcast.value()))
                        .distinct()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aBroadcastCanBeDroppedAndUsedAgainButNotAfterItWasDestroyed() {
        Broadcast<List<Integer>> broadcast = context.broadcast(List.of(7));
        assertThat(numbers(2).map(n -> broadcast.value().get(0)).distinct().collect())
                .containsExactly(7);
        broadcast.unpersist();
        broadcast.unpersist(true);
        assertThat(numbers(2).map(n -> broadcast.value().get(0)).distinct().collect())
                .containsExactly(7);
        broadcast.destroy();
        assertThatThrownBy(() -> numbers(2).map(n -> broadcast.value().get(0)).collect())
                .isInstanceOf(LisleException.class);
    }

    @Test
    void aBroadcastIsReadOnBothSidesOfAShuffle() {
        Broadcast<Integer> broadcast = context.broadcast(10);
        assertThat(numbers(4)
                        .mapToPair(n -> Pair.of(n % broadcast.value(), 1))
                        .reduceByKey(Integer::sum)
                        .map(pair -> pair.value() * broadcast.value())
                        .distinct()
                        .collect())
                .containsExactly(100);
    }

    @Test
    void accumulatorsOfAllKindsCountEachRecordOnce() {
        LongAccumulator sum = context.longAccumulator("sum");
        DoubleAccumulator halves = context.doubleAccumulator();
        CollectionAccumulator<Integer> tens = context.collectionAccumulator();
        var longest = new LongestText();
        context.register(longest, "longest");
        numbers(7).foreach(n -> {
            sum.add(n);
            halves.add(n / 2.0);
            longest.add("x".repeat(n));
            if (n % 10 == 0) {
                tens.add(n);
            }
        });
        assertThat(sum.value()).isEqualTo(4950);
        assertThat(sum.count()).isEqualTo(100);
        assertThat(halves.value()).isEqualTo(2475.0);
        assertThat(tens.value()).containsExactlyInAnyOrder(0, 10, 20, 30, 40, 50, 60, 70, 80, 90);
        assertThat(longest.value()).hasSize(99);
    }

    @Test
    void anAttemptThatFailsDoesNotCount() {
        LongAccumulator seen = context.longAccumulator();
        numbers(5).foreachPartition(records -> {
            records.forEachRemaining(n -> seen.add(1));
            Failures.failOnFirstAttempt(true);
        });
        assertThat(seen.value()).isEqualTo(100);
    }

    @Test
    void accumulatorsBeforeAShuffleCountOnceThoughItsOutputIsReadTwice() {
        LongAccumulator seen = context.longAccumulator();
        var sums = numbers(5)
                .mapToPair(n -> {
                    seen.add(1);
                    return Pair.of(n % 3, n);
                })
                .reduceByKey(Integer::sum);
        assertThat(sums.count()).isEqualTo(3);
        assertThat(sums.count()).isEqualTo(3);
        assertThat(seen.value()).isEqualTo(100);
    }

    /** A kind of accumulator that a program may make. */
    private static final class LongestText extends Accumulator<String, String> {
        private static final long serialVersionUID = 1L;

        private String longest = "";

        @Override
        public boolean isZero() {
            return longest.isEmpty();
        }

        @Override
        public LongestText copy() {
            var copy = new LongestText();
            copy.longest = longest;
            return copy;
        }

        @Override
        public void reset() {
            longest = "";
        }

        @Override
        public void add(String value) {
            longest = value.length() > longest.length() ? value : longest;
        }

        @Override
        public void merge(Accumulator<String, String> other) {
            add(other.value());
        }

        @Override
        public String value() {
            return longest;
        }
    }
}
