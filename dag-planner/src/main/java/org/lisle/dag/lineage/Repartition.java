package org.lisle.dag.lineage;

import java.util.Iterator;
import java.util.SplittableRandom;
import org.lisle.api.Pair;
import org.lisle.api.function.Function;
import org.lisle.api.function.Function2;
import org.lisle.core.operator.ByRecord;
import org.lisle.core.operator.CallSite;

/**
 * Spreads records evenly, and always alike: a task whose output was lost runs again, and tasks that read the first output go on with those
 * that read the second, so each record must be dealt to where it was dealt before, or records are lost or doubled.
 *
 * <p>Where the order of the records is fixed ({@link Node#isOrderFixed}), each partition deals them to the new ones in turn. Where it is not,
 * a record's place follows from the record: from its key where keys are unique (a combined value may differ in its last bits when it is
 * combined in another order), else from its content. Either way the deal begins at a place that follows from the partition's number.
 */
public final class Repartition {
    private Repartition() {}

    public static Node of(Node parent, CallSite site, int partitions) {
        Node dealt = parent.isOrderFixed()
                ? Narrow.mapPartitions(parent, site, inTurn(partitions), false)
                : Narrow.mapByRecord(parent, site, byContent(partitions, parent.hasOneRecordPerKey()));
        Node moved = Keyed.partitionBy(dealt, site, Keyed.by(new RoundRobinPartitioner(partitions)));
        Function<Pair<Integer, Object>, Object> record = Pair::value;
        return Narrow.map(moved, site, record);
    }

    private static Function2<Integer, Iterator<Object>, Iterator<Pair<Integer, Object>>> inTurn(int partitions) {
        return (partition, records) -> new InTurn(records, start(partition, partitions));
    }

    private static Function2<Integer, Iterator<Object>, Iterator<Pair<Integer, Object>>> byContent(
            int partitions, boolean byKey) {
        return (Function2<Integer, Iterator<Object>, Iterator<Pair<Integer, Object>>> & ByRecord)
                (partition, records) -> new DealByContent(records, start(partition, partitions), byKey);
    }

    private static int start(int partition, int partitions) {
        return new SplittableRandom(partition).nextInt(partitions);
    }

    private static final class InTurn implements Iterator<Pair<Integer, Object>> {
        private final Iterator<Object> records;
        private int position;

        InTurn(Iterator<Object> records, int start) {
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
