package org.lisle.executor.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lisle.api.Pair;

class ObjectSizesTest {
    @Test
    void guessesSizesOfCommonObjectsWithinAFactorOfTwo() {
        assertThat(ObjectSizes.of("0123456789")).isBetween(48L, 64L);
        assertThat(ObjectSizes.of(5L)).isBetween(16L, 24L);
        assertThat(ObjectSizes.of(new long[1000])).isBetween(8000L, 8100L);
        assertThat(ObjectSizes.of(Pair.of("0123456789", 5L))).isBetween(80L, 130L);
        List<Long> numbers = new ArrayList<>();
        for (long i = 0; i < 10_000; i++) {
            numbers.add(i + 1000);
        }
        assertThat(ObjectSizes.of(numbers)).isBetween(200_000L, 400_000L);
        assertThat(ObjectSizes.of(null)).isZero();
    }

    @Test
    void theFirstElementsOfASortedListDoNotSpeakForAll() {
        List<String> texts = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < 2_000; i++) {
            texts.add("x".repeat(i));
            bytes += ObjectSizes.of(texts.get(i));
        }
        assertThat(ObjectSizes.of(texts)).isBetween(bytes / 10 * 8, bytes / 10 * 12);
    }
}
