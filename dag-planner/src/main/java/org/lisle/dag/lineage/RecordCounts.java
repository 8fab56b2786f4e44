package org.lisle.dag.lineage;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.lisle.api.Pair;
import org.lisle.api.TaskContext;
import org.lisle.api.function.Function2;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.StageOutput.RecordCollector;

/** Numbers records through all partitions. */
final class RecordCounts {
    private RecordCounts() {}

    /** The number of the first record of each partition; counts all partitions but the last. */
    static long[] starts(Node node, CallSite site) {
        int partitions = node.partitions();
        long[] starts = new long[partitions];
        if (partitions > 1) {
            List<Integer> counted = IntStream.range(0, partitions - 1).boxed().toList();
            List<Long> counts = node.lineage().run(node, site, counted, RecordCounts::count);
            for (int partition = 1; partition < partitions; partition++) {
                starts[partition] = starts[partition - 1] + counts.get(partition - 1);
            }
        }
        return starts;
    }

    private static RecordCollector<Object, Long> count(TaskContext context) {
        return new Count();
    }

    static Function2<Integer, Iterator<Object>, Iterator<Pair<Object, Long>>> numbering(long[] starts) {
        return (partition, records) -> new Numbered(records, starts[partition]);
    }

    private static final class Count implements RecordCollector<Object, Long> {
        private long records;

        @Override
        public boolean add(Object value) {
            records++;
            return true;
        }

        @Override
        public Long result() {
            return records;
        }
    }

    private static final class Numbered implements Iterator<Pair<Object, Long>> {
        private final Iterator<Object> records;
        private long next;

        Numbered(Iterator<Object> records, long first) {
            this.records = records;
            this.next = first;
        }

        @Override
        public boolean hasNext() {
            return records.hasNext();
        }

        @Override
        public Pair<Object, Long> next() {
            return Pair.of(records.next(), next++);
        }
    }
}
