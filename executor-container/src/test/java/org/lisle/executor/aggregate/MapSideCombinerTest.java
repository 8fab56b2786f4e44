package org.lisle.executor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.core.operator.Aggregator;
import org.lisle.executor.memory.MemoryPool;

@SuppressWarnings("NullAway") // null is a key like any other
class MapSideCombinerTest {
    private static final Aggregator<Long, Long> SUM = new Aggregator<>(value -> value, Long::sum, Long::sum);

    private final Map<Object, Long> sums = new HashMap<>();
    private long passed;

    private void take(Object key, Object value) {
        sums.merge(key, (Long) value, Long::sum);
        passed++;
    }

    @Test
    void recordsOfDistinctKeysPass() throws Exception {
        int records = 20 * Reduction.FIRST_SAMPLE;
        run(1L << 30, records, record -> record);
        assertThat(sums).hasSize(records);
        assertThat(passed).isEqualTo(records);
    }

    @Test
    void keysThatRepeatAreCombined() throws Exception {
        run(1L << 30, 10 * Reduction.FIRST_SAMPLE, record -> record % 1000);
        assertThat(passed).isEqualTo(1000);
        assertThat(sums.values()).allMatch(sum -> sum >= 10 * Reduction.FIRST_SAMPLE / 1000);
    }

    @Test
    void keysThatBeginToRepeatAreCombinedAgain() throws Exception {
        int distinct = Reduction.FIRST_SAMPLE;
        int records = 30 * Reduction.FIRST_SAMPLE;
        run(1L << 30, records, record -> record < distinct ? record : record % 100);
        assertThat(passed).isLessThanOrEqualTo(9L * distinct + 100);
        assertThat(sums.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(records);
    }

    @ParameterizedTest
    @ValueSource(longs = {64 << 10, 1 << 20, 256 << 20})
    void keysOfAllKindsAreCombinedInAnyMemory(long pool) throws Exception {
        int records = 200_000;
        run(pool, records, record -> {
            long number = record % 5_000;
            return switch ((int) (number % 5)) {
                case 0 -> number;
                case 1 -> (int) number;
                case 2 -> "k" + number;
                case 3 -> "a key that is too long to be small " + number;
                default -> List.of(number);
            };
        });
        assertThat(sums).hasSize(5_000);
        assertThat(sums.values()).containsOnly((long) records / 5_000);
    }

    /** What waits for its turn in the table comes out too, however few records there were. */
    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 129})
    void keysThatAreNullOrHalfACharacterAreCombined(int records) throws Exception {
        Object[] keys = {null, "", "\ud83e\uddf6", "\ud83e", "\u00e9"};
        run(1L << 20, records, record -> keys[(int) record % keys.length]);
        assertThat(sums).hasSize(Math.min(records, keys.length));
        assertThat(sums.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(records);
    }

    private interface Keys {
        @Nullable
        Object of(long record);
    }

    private void run(long poolBytes, int records, Keys keys) throws Exception {
        var pool = new MemoryPool(poolBytes, 0.5, Duration.ofMillis(1));
        try (var memory = pool.forTask(1);
                var combiner = new MapSideCombiner("combiner", SUM, memory, this::take)) {
            for (long record = 0; record < records; record++) {
                combiner.accept(keys.of(record), 1L);
            }
            combiner.flush();
        }
        assertThat(new ArrayList<>(sums.keySet())).isNotEmpty();
    }
}
