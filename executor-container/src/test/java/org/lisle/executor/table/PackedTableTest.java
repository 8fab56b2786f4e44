package org.lisle.executor.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedTableTest {
    private final PackedTable table = new PackedTable();

    @Test
    void keysOfTwoWordsAtMostFit() {
        assertThat(table.want("")).isTrue();
        assertThat(table.want("sixteen letters!")).isTrue();
        assertThat(table.want("\u00e9t\u00e9")).isTrue();
        assertThat(table.want(Long.MIN_VALUE)).isTrue();
        assertThat(table.want(-1)).isTrue();
        assertThat(table.want("seventeen letters")).isFalse();
        assertThat(table.want("\u0142")).isFalse();
        assertThat(table.want("eight...\u0142")).isFalse();
        assertThat(table.want(null)).isFalse();
        assertThat(table.want('c')).isFalse();
    }

    @Test
    void keysThatLookAlikeAreDifferent() {
        List<Object> keys =
                List.of("", "\0", "\0\0", "\0\0\0\0\0\0\0\0", "\0\0\0\0\0\0\0\0\0", 0, 0L, 1, 1L, -1, -1L, "1", "\1");
        for (Object key : keys) {
            put(key, key);
        }
        assertThat(table.size()).isEqualTo(keys.size());
        for (Object key : keys) {
            table.want(key);
            int slot = table.find();
            assertThat(table.key(slot)).isEqualTo(key);
            assertThat(table.value(slot)).isEqualTo(key);
        }
    }

    @Test
    void aValueMayChangeItsClass() {
        put("key", 1);
        for (Object value : new Object[] {2, "text", null, 3L, -0.0, Double.NaN, List.of(), Integer.MIN_VALUE}) {
            put("key", value);
            table.want("key");
            assertThat(table.value(table.find())).isEqualTo(value);
            assertThat(table.hasObject(table.find()))
                    .isEqualTo(value == null || value instanceof String || value instanceof List);
        }
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void holdsWhatAMapHolds() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Object, Object> expected = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            Object key = key(random);
            Object value = random.nextInt(5) == 0 ? "value " + i : (Object) (long) i;
            put(key, value);
            expected.put(key, value);
        }
        Map<Object, Object> found = new HashMap<>();
        for (int slot = 0; slot < table.capacity(); slot++) {
            if (table.isUsed(slot)) {
                found.put(table.key(slot), table.value(slot));
            }
        }
        assertThat(found).as("seed %d", seed).isEqualTo(expected);
        assertThat(table.size()).as("seed %d", seed).isEqualTo(expected.size());
        assertThat(new ArrayList<>(expected.keySet()))
                .as("seed %d", seed)
                .allMatch(key -> table.want(key) && table.find() >= 0);
        table.clear();
        assertThat(table.size()).isZero();
        table.want(expected.keySet().iterator().next());
        assertThat(table.find()).isNegative();
    }

    private static Object key(Random random) {
        int number = random.nextInt(20_000);
        return switch (random.nextInt(4)) {
            case 0 -> number;
            case 1 -> (long) number << 40;
            case 2 -> Integer.toString(number, 36);
            default -> "prefix " + number;
        };
    }

    private void put(Object key, Object value) {
        assertThat(table.want(key)).isTrue();
        int slot = table.find();
        if (slot >= 0) {
            table.setValue(slot, value);
            return;
        }
        if (table.isFull()) {
            table.grow();
            slot = table.find();
        }
        table.insert(slot, value);
    }
}
