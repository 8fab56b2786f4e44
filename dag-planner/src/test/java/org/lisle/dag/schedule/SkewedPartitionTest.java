package org.lisle.dag.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lisle.core.operator.MapRange;

/** Which partitions are far above the others, and how they are cut. */
class SkewedPartitionTest {
    private static final SkewConfig CONFIG = new SkewConfig(true, 3, 100);

    /** Bytes of an input: {@code segments[m][r]} of map partition m for partition r. */
    private static SkewedPartition.Sizes input(long[]... segments) {
        return new SkewedPartition.Sizes() {
            @Override
            public long[] byPartition() {
                long[] bytes = new long[segments[0].length];
                for (long[] segment : segments) {
                    Arrays.setAll(bytes, partition -> bytes[partition] + segment[partition]);
                }
                return bytes;
            }

            @Override
            public long[] byMapPartition(int partition) {
                return Arrays.stream(segments)
                        .mapToLong(segment -> segment[partition])
                        .toArray();
            }
        };
    }

    private static long[] bytes(long... bytes) {
        return bytes;
    }

    private static List<SkewedPartition> among(List<Integer> divisible, SkewedPartition.Sizes... inputs) {
        return SkewedPartition.among(List.of(inputs), divisible, CONFIG);
    }

    @Test
    void aPartitionFarAboveTheMedianIsCutIntoPartsOfAboutEqualSize() {
        var large = input(bytes(10, 100, 10), bytes(10, 100, 10), bytes(10, 100, 10), bytes(10, 100, 10));

        assertThat(among(List.of(0), large, input(bytes(5, 5, 5))))
                .containsExactly(new SkewedPartition(
                        1,
                        0,
                        400,
                        40,
                        List.of(new MapRange(0, 1), new MapRange(1, 2), new MapRange(2, 3), new MapRange(3, 4))));
    }

    @Test
    void whatIsNotAboveTheFactorStaysWhole() {
        assertThat(among(List.of(0), input(bytes(50, 150, 50), bytes(50, 150, 50)), input(bytes(1, 1, 1))))
                .isEmpty();
    }

    @Test
    void whatIsNotAboveTheThresholdStaysWhole() {
        assertThat(among(List.of(0), input(bytes(1, 50, 1), bytes(1, 50, 1)), input(bytes(1, 1, 1))))
                .isEmpty();
    }

    @Test
    void onlyInputsThatMayBeDividedCount() {
        var large = input(bytes(1, 500, 1), bytes(1, 500, 1));

        assertThat(among(List.of(1), large, input(bytes(1, 1, 1)))).isEmpty();
        assertThat(among(List.of(1), input(bytes(1, 1, 1)), large)).hasSize(1);
    }

    @Test
    void ofTwoInputsThatAreFarAboveTheLargerIsDivided() {
        var large = input(bytes(1, 500, 1), bytes(1, 500, 1));
        var larger = input(bytes(1, 900, 1), bytes(1, 900, 1), bytes(1, 900, 1), bytes(1, 900, 1));

        assertThat(among(List.of(0, 1), large, larger)).singleElement().satisfies(skewed -> assertThat(skewed.input())
                .isEqualTo(1));
    }

    @Test
    void aPartIsNotSmallerThanWhatItReadsOfTheOtherInputs() {
        long[][] segments = new long[100][];
        Arrays.fill(segments, bytes(1, 100, 1));

        assertThat(among(List.of(0), input(segments), input(bytes(0, 2_500, 0))))
                .singleElement()
                .satisfies(skewed -> assertThat(skewed.maps()).hasSize(4));
    }

    @Test
    void whatComesFromOneMapPartitionCannotBeCut() {
        assertThat(among(List.of(0), input(bytes(1, 1000, 1), bytes(1, 0, 1)), input(bytes(1, 1, 1))))
                .isEmpty();
    }

    @Test
    void aMapPartitionLargerThanItsPartIsAPartByItself() {
        var input = input(bytes(1, 10, 1), bytes(1, 2000, 1), bytes(1, 0, 1), bytes(1, 10, 1), bytes(1, 0, 1));

        assertThat(among(List.of(0), input, input(bytes(1, 1, 1))))
                .singleElement()
                .satisfies(skewed -> assertThat(skewed.maps()).containsExactly(new MapRange(0, 2), new MapRange(2, 5)));
    }

    @Test
    void oneOfTwoPartitionsCanBeFarAbove() {
        assertThat(among(List.of(0), input(bytes(10, 500), bytes(10, 500)), input(bytes(1, 1))))
                .hasSize(1);
    }

    @Test
    void theOnlyPartitionIsNot() {
        assertThat(among(List.of(0), input(bytes(500), bytes(500)), input(bytes(1))))
                .isEmpty();
    }

    @Test
    void thePartsAreTogetherTheWholeAndNoneIsEmpty() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            long[][] segments = new long[1 + random.nextInt(20)][];
            for (int map = 0; map < segments.length; map++) {
                segments[map] = bytes(1, random.nextInt(4) == 0 ? 0 : random.nextInt(300), 1, 1, 1);
            }
            var input = input(segments);
            List<SkewedPartition> found = among(List.of(0), input, input(bytes(0, random.nextInt(100), 0, 0, 0)));
            for (SkewedPartition skewed : found) {
                List<Integer> maps = new ArrayList<>();
                long[] sizes = input.byMapPartition(1);
                for (MapRange range : skewed.maps()) {
                    long sum = 0;
                    for (int map = range.from(); map < range.to(); map++) {
                        maps.add(map);
                        sum += sizes[map];
                    }
                    assertThat(sum).as("bytes of a part, seed %s", seed).isPositive();
                }
                assertThat(skewed.maps()).as("seed %s", seed).hasSizeGreaterThan(1);
                assertThat(maps)
                        .as("seed %s", seed)
                        .hasSize(segments.length)
                        .isSorted()
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void isToldInASentence() {
        var skewed =
                new SkewedPartition(7, 0, 1_288_490_189L, 40L << 20, List.of(new MapRange(0, 3), new MapRange(3, 4)));

        assertThat(skewed).hasToString("partition 7 (1.2 GiB, median 40.0 MiB) is split over 2 tasks");
    }
}
