package org.lisle.core.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentSizesTest {
    @Test
    void decodesToAtLeastTheSizeAndAtMostATenthMore() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            long size = i < 5_000 ? i : (long) Math.exp(random.nextDouble() * Math.log(SegmentSizes.LARGEST));
            assertThat(SegmentSizes.decode(SegmentSizes.encode(size)))
                    .as("size %d", size)
                    .isBetween(size, (long) (size * 1.1) + 1);
        }
    }

    @Test
    void zeroStandsForEmptyOnly() {
        assertThat(SegmentSizes.encode(0)).isZero();
        assertThat(SegmentSizes.decode((byte) 0)).isZero();
        assertThat(SegmentSizes.encode(1)).isNotZero();
    }

    @Test
    void theLargestByteStandsForAllThatIsLarger() {
        assertThat(SegmentSizes.LARGEST).isGreaterThan(16L << 30);
        assertThat(SegmentSizes.encode(Long.MAX_VALUE)).isEqualTo((byte) 255);
        assertThat(SegmentSizes.encode(SegmentSizes.LARGEST)).isEqualTo((byte) 255);
        assertThat(SegmentSizes.encode(SegmentSizes.LARGEST - 1)).isEqualTo((byte) 255);
    }

    @Test
    void readsOneSizeOfMany() {
        ByteBuffer sizes = SegmentSizes.encode(new long[] {0, 7, 1_000_000});

        assertThat(SegmentSizes.decode(sizes, 0)).isZero();
        assertThat(SegmentSizes.decode(sizes, 1)).isEqualTo(7);
        assertThat(SegmentSizes.decode(sizes, 2)).isBetween(1_000_000L, 1_100_001L);
        assertThat(sizes.position()).isZero();
    }

    @Test
    void refusesNegativeSizes() {
        assertThatThrownBy(() -> SegmentSizes.encode(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
