package org.lisle.core.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentSizesTest {
    private static final long SEED = 1;
    private static final int MANY = 10_000;

    private static long[] sizes(int count, ToLongFunction<Random> each) {
        Random random = new Random(SEED);
        long[] sizes = new long[count];
        Arrays.setAll(sizes, i -> Math.max(0, each.applyAsLong(random)));
        return sizes;
    }

    private static long anySize(Random random) {
        return random.nextLong() >>> 1 >>> random.nextInt(63);
    }

    private static void assertKeepsSizes(long[] sizes) {
        ByteBuffer encoded = SegmentSizes.encode(sizes);
        long[] all = new long[sizes.length];
        SegmentSizes.addTo(encoded, all);
        for (int i = 0; i < sizes.length; i++) {
            long about = SegmentSizes.decode(encoded, i);
            assertThat(all[i]).isEqualTo(about);
            long most = SegmentSizes.most(encoded, i);
            String what = "seed " + SEED + ", segment " + i + " of " + sizes[i] + " bytes";
            BigDecimal size = BigDecimal.valueOf(sizes[i]);
            assertThat(BigDecimal.valueOf(about).subtract(size).abs())
                    .as(what)
                    .isLessThanOrEqualTo(size.movePointLeft(1));
            assertThat(BigDecimal.valueOf(most))
                    .as(what)
                    .isBetween(
                            size, size.multiply(BigDecimal.valueOf(11)).divideToIntegralValue(BigDecimal.valueOf(9)));
        }
        assertThat(encoded.position()).isZero();
    }

    @Test
    void keepsEachSizeWithinATenthFromNothingToTheLargestLong() {
        long[] edges = new long[512];
        for (int level = 0; level < SizeLevels.COUNT; level++) {
            edges[2 * level] = SizeLevels.most(level);
            edges[2 * level + 1] = Math.max(0, SizeLevels.most(level) + 1);
        }
        assertThat(SizeLevels.COUNT).isLessThanOrEqualTo(256);
        assertThat(SizeLevels.most(SizeLevels.COUNT - 1)).isEqualTo(Long.MAX_VALUE);
        assertKeepsSizes(edges);
        assertKeepsSizes(new long[] {0, 1, 2, 9, 10, 11, Long.MAX_VALUE - 1, Long.MAX_VALUE});
        assertKeepsSizes(sizes(1_000, SegmentSizesTest::anySize));
        assertKeepsSizes(sizes(MANY, SegmentSizesTest::anySize));
    }

    static Stream<Arguments> manySizes() {
        return Stream.of(
                named("all equal", 0.17, random -> 5_000),
                named("all empty", 0.17, random -> 0),
                named("one in ten is not empty", 0.25, random -> random.nextInt(10) == 0 ? 300 : 0),
                named("some fifty records", 0.45, random -> (long) (2_000 + 280 * random.nextGaussian())),
                named("a few records", 0.55, random -> (long) (200 + 70 * random.nextGaussian())),
                named("evenly from 0 to a megabyte", 0.55, random -> random.nextInt(1 << 20)),
                named("95 in 100 within a factor of 50", 0.62, random -> (long) Math.exp(10 + random.nextGaussian())),
                named("exponential", 0.63, random -> (long) (-9_000 * Math.log(1 - random.nextDouble()))),
                named(
                        "one in a hundred has the most",
                        0.45,
                        random -> random.nextInt(100) == 0 ? 1L << 33 : 20_000 + random.nextInt(10_000)));
    }

    private static Arguments named(String name, double mostBytesEach, ToLongFunction<Random> each) {
        return Arguments.of(name, mostBytesEach, sizes(MANY, each));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manySizes")
    void manyTakeLessThanAByteEach(String name, double mostBytesEach, long[] sizes) {
        assertKeepsSizes(sizes);
        double bytesEach = (double) SegmentSizes.encode(sizes).remaining() / sizes.length;
        System.out.printf("%s: %.3f bytes a segment%n", name, bytesEach);
        assertThat(bytesEach).as(name).isLessThan(mostBytesEach);
    }

    @Test
    void noneTakeMoreThanAByteEachAndOne() {
        for (int count : new int[] {0, 1, 2, 127, 1_023, 1_024, 1_025, 4_096}) {
            long[] sizes = sizes(count, SegmentSizesTest::anySize);
            assertKeepsSizes(sizes);
            assertThat(SegmentSizes.encode(sizes).remaining())
                    .as("%d sizes", count)
                    .isLessThanOrEqualTo(count + 1);
        }
    }

    /** Counts like Fibonacci's numbers give the longest codes there are. */
    @Test
    void keepsSizesThatOccurEverMoreRarely() {
        long[] sizes = new long[40_000];
        int from = 0;
        int count = 1;
        for (int before = 1, level = 1; from + count <= sizes.length; level++) {
            Arrays.fill(sizes, from, from + count, SizeLevels.most(level));
            from += count;
            count += before;
            before = count - before;
        }
        assertThat(from).isGreaterThan(20_000);
        assertKeepsSizes(sizes);
    }

    @Test
    void readsSizesFromTheMiddleOfABuffer() {
        for (int count : new int[] {3, 5_000}) {
            ByteBuffer encoded = SegmentSizes.encode(sizes(count, random -> 7 + random.nextInt(2)));
            ByteBuffer larger = ByteBuffer.allocate(encoded.remaining() + 5);
            larger.position(5);
            larger.put(encoded.duplicate()).position(5);

            assertThat(SegmentSizes.decode(larger, count - 1)).isEqualTo(SegmentSizes.decode(encoded, count - 1));
        }
    }

    @Test
    void refusesNegativeSizesAndSegmentsThatThereAreNot() {
        assertThatThrownBy(() -> SegmentSizes.encode(new long[] {-1})).isInstanceOf(IllegalArgumentException.class);
        for (int count : new int[] {3, 5_000}) {
            ByteBuffer encoded = SegmentSizes.encode(sizes(count, random -> 7 + random.nextInt(2)));
            assertThatThrownBy(() -> SegmentSizes.decode(encoded, count)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
