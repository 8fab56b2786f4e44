package org.lisle.executor.shuffle.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.MapOutputs;
import org.lisle.core.operator.MapRange;
import org.lisle.core.shuffle.SegmentSizes;

/** Which segments a task reads, of shuffles that tasks wrote which each computed a partition, or a slice of one. */
class FetchPlanTest {
    private static MapOutput output(int number) {
        return new MapOutput(
                7,
                number,
                100L + number,
                "e1",
                "a",
                7000,
                "/disk",
                SegmentSizes.encode(new long[] {10, 20}),
                0L,
                ByteBuffer.allocate(0));
    }

    /** @param slices the partitions of 4 that have slices, which are numbered from 4 on */
    private static MapOutputs outputs(List<Integer> slices, int... numbers) {
        List<MapOutput> outputs = new ArrayList<>(
                IntStream.of(numbers).mapToObj(FetchPlanTest::output).toList());
        return new MapOutputs(7, 1L, 4, outputs, 1, slices, -1);
    }

    private static List<Integer> read(MapOutputs outputs, MapRange maps) {
        return FetchPlan.of(outputs, 1, maps).segments().stream()
                .map(segment -> segment.name().mapPartition())
                .toList();
    }

    @Test
    void allSegmentsAreReadInTheOrderOfMapPartitions() {
        assertThat(read(outputs(List.of(), 3, 1, 0, 2), MapRange.ALL)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aRangeOfMapPartitionsIsRead() {
        assertThat(read(outputs(List.of(), 0, 1, 2, 3), new MapRange(1, 3))).containsExactly(1, 2);
    }

    @Test
    void slicesAreReadInThePlaceOfTheirMapPartition() {
        MapOutputs sliced = outputs(List.of(1, 1, 3, 3), 0, 2, 4, 5, 6, 7);

        assertThat(read(sliced, MapRange.ALL)).containsExactly(0, 4, 5, 2, 6, 7);
        assertThat(read(sliced, new MapRange(0, 2))).containsExactly(0, 4, 5);
        assertThat(read(sliced, new MapRange(2, 4))).containsExactly(2, 6, 7);
    }

    @Test
    void theOutputsOfAllSlicesMakeAShuffleComplete() {
        assertThat(FetchPlan.isComplete(outputs(List.of(1, 1), 0, 2, 3, 4, 5))).isTrue();
        assertThat(FetchPlan.isComplete(outputs(List.of(1, 1), 0, 2, 3, 4))).isFalse();
        assertThat(FetchPlan.isComplete(outputs(List.of(), 0, 1, 2, 3))).isTrue();
    }

    @Test
    void aMissingOutputIsNamedUnlessItIsOutOfTheRange() {
        MapOutputs lacking = outputs(List.of(1, 1), 0, 2, 4);

        assertThat(read(lacking, new MapRange(2, 3))).containsExactly(2);
        assertThatThrownBy(() -> FetchPlan.of(lacking, 1, MapRange.ALL))
                .asInstanceOf(InstanceOfAssertFactories.type(FetchFailedException.class))
                .satisfies(failure -> assertThat(failure.mapPartitions()).containsExactly(3, 5));
    }
}
