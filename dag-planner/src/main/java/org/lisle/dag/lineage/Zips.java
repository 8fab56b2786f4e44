package org.lisle.dag.lineage;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.lisle.api.Pair;
import org.lisle.api.function.Function2;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.Operator;

/** Partitions of two datasets side by side: partition i is made of partition i of both, which must have equally many. */
public final class Zips {
    private Zips() {}

    /** Fails with INVALID_ARGUMENT, when the first action looks at the partitions, where they are not equally many. */
    public static Node partitions(
            Node left,
            Node right,
            CallSite site,
            Function2<? extends Iterator<?>, ? extends Iterator<?>, ? extends Iterator<?>> function) {
        return left.lineage()
                .node(site, "ZipPartitions")
                .on(left)
                .on(right)
                .partitions(() -> common(left, right, site))
                .build((id, in) -> new Operator.ZipPartitions(
                        id, in.get(0).operator(), in.get(1).operator(), function));
    }

    /** Pairs of the records at the same places. A task fails with INVALID_ARGUMENT where one side has more records. */
    public static Node records(Node left, Node right, CallSite site) {
        Function2<Iterator<Object>, Iterator<Object>, Iterator<Pair<Object, Object>>> pairs = SideBySide::new;
        return partitions(left, right, site, pairs);
    }

    /** Pairs of records and numbers that no two records share: with n partitions the k-th of partition p has k * n + p. */
    public static Node uniqueIds(Node parent, CallSite site) {
        return parent.lineage()
                .node(site, "MapPartitions")
                .on(parent)
                .build((id, in) -> new Operator.MapPartitions(
                        id, Narrow.only(in), numbering(Narrow.only(in).partitions())));
    }

    private static Function2<Integer, Iterator<Object>, Iterator<Pair<Object, Long>>> numbering(int partitions) {
        return (partition, records) -> new Numbered(records, partition, partitions);
    }

    private static int common(Node left, Node right, CallSite site) {
        if (left.partitions() != right.partitions()) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    site + " needs equally many partitions on both sides and found " + left.partitions() + " and "
                            + right.partitions(),
                    "repartition one of them, or join by a key");
        }
        return left.partitions();
    }

    private static final class SideBySide implements Iterator<Pair<Object, Object>> {
        private final Iterator<Object> left;
        private final Iterator<Object> right;

        SideBySide(Iterator<Object> left, Iterator<Object> right) {
            this.left = left;
            this.right = right;
        }

        @Override
        public boolean hasNext() {
            boolean more = left.hasNext();
            if (more != right.hasNext()) {
                throw new LisleException(
                        ErrorCode.INVALID_ARGUMENT,
                        "zip needs equally many records in each partition, and the " + (more ? "left" : "right")
                                + " side of one has more",
                        "zip only what was made of the same dataset record by record, or join by a key");
            }
            return more;
        }

        @Override
        public Pair<Object, Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return Pair.of(left.next(), right.next());
        }
    }

    private static final class Numbered implements Iterator<Pair<Object, Long>> {
        private final Iterator<Object> records;
        private final int step;
        private long next;

        Numbered(Iterator<Object> records, long first, int step) {
            this.records = records;
            this.next = first;
            this.step = step;
        }

        @Override
        public boolean hasNext() {
            return records.hasNext();
        }

        @Override
        public Pair<Object, Long> next() {
            Pair<Object, Long> numbered = Pair.of(records.next(), next);
            next += step;
            return numbered;
        }
    }
}
