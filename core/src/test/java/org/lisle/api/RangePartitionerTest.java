package org.lisle.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lisle.api.RangePartitioner.Sample;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.closure.Closures;
import org.lisle.core.closure.HandleBinder;

class RangePartitionerTest {
    private static final SerializableComparator<Integer> NATURAL = SerializableComparator.naturalOrder();

    @Test
    void keysUpToABoundAreBeforeIt() {
        var partitioner = new RangePartitioner<>(List.of(10, 20), NATURAL, true);
        assertThat(partitioner.numPartitions()).isEqualTo(3);
        assertThat(List.of(-5, 10, 11, 20, 21)).map(partitioner::getPartition).containsExactly(0, 0, 1, 1, 2);
    }

    @Test
    void descendingTheLastRangeComesFirst() {
        var partitioner = new RangePartitioner<>(List.of(10, 20), NATURAL, false);
        assertThat(List.of(-5, 10, 11, 20, 21)).map(partitioner::getPartition).containsExactly(2, 2, 1, 1, 0);
    }

    @Test
    void withoutBoundsThereIsOnePartition() {
        var partitioner = new RangePartitioner<>(List.<Integer>of(), NATURAL, true);
        assertThat(partitioner.numPartitions()).isEqualTo(1);
        assertThat(partitioner.getPartition(7)).isZero();
    }

    @Test
    void boundsDivideTheWeightEvenly() {
        List<Sample<Integer>> samples = new ArrayList<>();
        for (int key = 0; key < 1000; key++) {
            samples.add(new Sample<>(key, key < 500 ? 1 : 3));
        }
        Collections.shuffle(samples, new Random(1));
        List<Integer> bounds = RangePartitioner.boundsOf(samples, 4, NATURAL);
        assertThat(bounds).containsExactly(499, 666, 833);
    }

    @Test
    void frequentKeyIsOneBoundOnly() {
        List<Sample<Integer>> samples = new ArrayList<>(Collections.nCopies(1000, new Sample<>(7, 1)));
        samples.add(new Sample<>(8, 1));
        assertThat(RangePartitioner.boundsOf(samples, 10, NATURAL)).isIn(List.of(7), List.of(7, 8));
        assertThat(RangePartitioner.boundsOf(List.<Sample<Integer>>of(), 10, NATURAL))
                .isEmpty();
        assertThat(RangePartitioner.boundsOf(samples, 1, NATURAL)).isEmpty();
    }

    @Test
    void randomKeysAreInOrderOfTheirPartitions() {
        for (long seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            List<Sample<Integer>> samples = new ArrayList<>();
            for (int i = random.nextInt(200); i >= 0; i--) {
                samples.add(new Sample<>(random.nextInt(100), random.nextDouble()));
            }
            int wanted = 1 + random.nextInt(20);
            List<Integer> bounds = RangePartitioner.boundsOf(samples, wanted, NATURAL);
            assertThat(bounds)
                    .as("seed %d", seed)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .hasSizeLessThan(wanted);
            var partitioner = new RangePartitioner<>(bounds, NATURAL, true);
            for (int key = -1; key < 101; key++) {
                assertThat(partitioner.getPartition(key))
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(partitioner.getPartition(key + 1));
            }
        }
    }

    @Test
    void equalContentIsEqualAlsoAfterSerialisation() {
        var partitioner = new RangePartitioner<>(List.of(1, 2), NATURAL, true);
        var copy = Closures.deserialize(
                Closures.serialize(partitioner),
                RangePartitioner.class,
                RangePartitionerTest.class.getClassLoader(),
                HandleBinder.NONE);
        assertThat(copy).isEqualTo(partitioner).hasSameHashCodeAs(partitioner);
        assertThat(partitioner)
                .isNotEqualTo(new RangePartitioner<>(List.of(1, 2), NATURAL, false))
                .isNotEqualTo(new RangePartitioner<>(List.of(1, 3), NATURAL, true))
                .isNotEqualTo(new RangePartitioner<>(List.of(1, 2), SerializableComparator.reverse(NATURAL), true))
                .isNotEqualTo(new HashPartitioner(3));
    }
}
