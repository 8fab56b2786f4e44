package org.lisle.dag.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.RangePartitioner;
import org.lisle.core.operator.StageOutput.CollectorFactory;
import org.lisle.core.operator.StageOutput.RecordCollector;

/**
 * Keys sampled from one partition. A task gives it back as a list: the number of records, then the keys.
 *
 * @param records how many records the partition has, or an estimate
 * @param keys those sampled
 */
record KeySample(long records, List<@Nullable Object> keys) {
    static KeySample of(List<Object> result) {
        return new KeySample((Long) result.get(0), new ArrayList<>(result.subList(1, result.size())));
    }

    /** The same keys for a partition that is so many times as large as what was sampled. */
    KeySample ofPart(double times) {
        return new KeySample(Math.round(records * times), keys);
    }

    /** Adds the keys, each standing for so many records. */
    void weigh(double weight, List<RangePartitioner.Sample<Object>> samples) {
        for (Object key : keys) {
            samples.add(new RangePartitioner.Sample<>(key, weight));
        }
    }

    /** The same number of keys from any partition, each record as likely as the other (Vitter's algorithm R). */
    static CollectorFactory<Pair<?, ?>, List<Object>> reservoir(int seed, int size) {
        return context -> new Reservoir(new SplittableRandom(mix(seed, context.partitionId())), size);
    }

    /** Each key with the same chance. */
    static CollectorFactory<Pair<?, ?>, List<Object>> fraction(int seed, double fraction) {
        return context -> new Chance(new SplittableRandom(mix(~seed, context.partitionId())), fraction);
    }

    private static long mix(int seed, int partition) {
        return ((long) seed << 32) ^ partition;
    }

    private static List<Object> result(long records, List<@Nullable Object> keys) {
        List<Object> result = new ArrayList<>(keys.size() + 1);
        result.add(records);
        result.addAll(keys);
        return result;
    }

    private static final class Reservoir implements RecordCollector<Pair<?, ?>, List<Object>> {
        private final SplittableRandom random;
        private final int size;
        private final List<@Nullable Object> keys = new ArrayList<>();
        private long records;

        Reservoir(SplittableRandom random, int size) {
            this.random = random;
            this.size = size;
        }

        @Override
        public boolean add(Pair<?, ?> pair) {
            records++;
            if (keys.size() < size) {
                keys.add(pair.key());
            } else {
                long position = random.nextLong(records);
                if (position < size) {
                    keys.set((int) position, pair.key());
                }
            }
            return true;
        }

        @Override
        public List<Object> result() {
            return KeySample.result(records, keys);
        }
    }

    private static final class Chance implements RecordCollector<Pair<?, ?>, List<Object>> {
        private final SplittableRandom random;
        private final double fraction;
        private final List<@Nullable Object> keys = new ArrayList<>();
        private long records;

        Chance(SplittableRandom random, double fraction) {
            this.random = random;
            this.fraction = fraction;
        }

        @Override
        public boolean add(Pair<?, ?> pair) {
            records++;
            if (random.nextDouble() < fraction) {
                keys.add(pair.key());
            }
            return true;
        }

        @Override
        public List<Object> result() {
            return KeySample.result(records, keys);
        }
    }
}
