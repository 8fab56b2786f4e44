package org.lisle.dag.lineage;

import java.util.Iterator;
import java.util.SplittableRandom;
import org.lisle.api.Pair;
import org.lisle.api.function.Function;
import org.lisle.api.function.Function2;
import org.lisle.core.operator.CallSite;

/**
 * Spreads records evenly: each partition deals its records to the new ones in turn, starting at a place that follows from its number
 * alone, so that an attempt that runs again deals alike (given its records come in the same order).
 */
public final class Repartition {
    private Repartition() {}

    public static Node of(Node parent, CallSite site, int partitions) {
        Function2<Integer, Iterator<Object>, Iterator<Pair<Integer, Object>>> deal =
                (partition, records) -> new Deal(records, new SplittableRandom(partition).nextInt(partitions));
        Node dealt = Narrow.mapPartitions(parent, site, deal, false);
        Node moved = Keyed.partitionBy(dealt, site, Keyed.by(new RoundRobinPartitioner(partitions)));
        Function<Pair<Integer, Object>, Object> record = Pair::value;
        return Narrow.map(moved, site, record);
    }

    private static final class Deal implements Iterator<Pair<Integer, Object>> {
        private final Iterator<Object> records;
        private int position;

        Deal(Iterator<Object> records, int start) {
            this.records = records;
            this.position = start;
        }

        @Override
        public boolean hasNext() {
            return records.hasNext();
        }

        @Override
        public Pair<Integer, Object> next() {
            return Pair.of(position++, records.next());
        }
    }
}
