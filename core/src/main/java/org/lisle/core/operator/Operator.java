package org.lisle.core.operator;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.lisle.api.StorageLevel;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.api.function.Function;
import org.lisle.api.function.Function2;
import org.lisle.api.function.Predicate;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.io.DataSource;

/**
 * One narrow step of a stage, a tree whose leaves bring records in: values of the program, splits of files, segments of shuffles.
 *
 * <p>An operator describes work for all its partitions; {@link Partitions} says which leaf partitions the partition of a root needs.
 * {@link #id()} is the id of the dataset it makes: unique in the application, and the number in cached blocks' names. Operators that
 * belong to no dataset of the user's have the id of the one they were made for.
 *
 * <p>The set is small on purpose: what can be said with {@link MapPartitions} or by composing others has no operator of its own, unless
 * measuring shows that it pays.
 */
public sealed interface Operator extends Serializable {
    int id();

    /** How many partitions this operator can make. */
    int partitions();

    List<Operator> children();

    // ---------------------------------------------------------------- leaves

    /** Values of the driver's program; the values of a partition come with the task, see {@code LeafInput}. */
    record Values(int id, int partitions) implements Operator {
        @Override
        public List<Operator> children() {
            return List.of();
        }
    }

    /** A file source; the split of a partition comes with the task. */
    record Input(int id, int partitions, DataSource<?> source) implements Operator {
        @Override
        public List<Operator> children() {
            return List.of();
        }
    }

    /**
     * The records of one reduce partition, as {@code Pair}s, in no order.
     * Values are combiners where the shuffle combines on its map side.
     */
    record ShuffleRead(int id, ShuffleSpec shuffle) implements Operator {
        @Override
        public int partitions() {
            return shuffle.reducePartitions();
        }

        @Override
        public List<Operator> children() {
            return List.of();
        }
    }

    // ---------------------------------------------------------------- one record at a time

    record MapRecords(int id, Operator child, Function<?, ?> function) implements Unary {}

    /** Pairs whose value goes through the function; the key stays the same object. */
    record MapValues(int id, Operator child, Function<?, ?> function) implements Unary {}

    record FilterRecords(int id, Operator child, Predicate<?> predicate) implements Unary {}

    record FlatMapRecords(int id, Operator child, FlatMapFunction<?, ?> function) implements Unary {}

    /** Each value of a pair becomes any number of values under the same key. */
    record FlatMapValues(int id, Operator child, FlatMapFunction<?, ?> function) implements Unary {}

    // ---------------------------------------------------------------- a partition at a time

    /** The function sees the partition's number and an iterator, which it must not use after it returned its own is exhausted. */
    record MapPartitions(
            int id, Operator child, Function2<Integer, ? extends Iterator<?>, ? extends Iterator<?>> function)
            implements Unary {}

    /** Like {@link MapPartitions} on the same partition of two children. */
    record ZipPartitions(
            int id,
            Operator left,
            Operator right,
            Function2<? extends Iterator<?>, ? extends Iterator<?>, ? extends Iterator<?>> function)
            implements Operator {
        @Override
        public int partitions() {
            return left.partitions();
        }

        @Override
        public List<Operator> children() {
            return List.of(left, right);
        }
    }

    /**
     * Pairs with equal keys become one pair; in no order.
     *
     * @param combined whether the incoming values are combiners already (from a shuffle with map-side combine)
     */
    record CombineByKey(int id, Operator child, Aggregator<?, ?> aggregator, boolean combined) implements Unary {}

    /**
     * Pairs with equal keys become one {@code Pair<K, Iterable<V>>}; in no order. The iterable may be iterated many times while the
     * record is being processed, and may lie on disk.
     */
    record GroupByKey(int id, Operator child) implements Unary {}

    /** Sorts the pairs of a partition by key; stable. */
    record SortByKey(int id, Operator child, SerializableComparator<?> order) implements Unary {}

    /**
     * Children of pairs, all partitioned alike; gives for every key of any child {@code Pair<K, List<Iterable<?>>>}, one iterable for each
     * child, empty where it has no such key; in no order.
     *
     * @param divisible the numbers of children of which a task may be given a part, as long as it has the whole of the others: what the
     *     operator above makes of the parts is together what it makes of the whole
     */
    record CoGroup(int id, List<Operator> children, List<Integer> divisible) implements Operator {
        public CoGroup {
            children = List.copyOf(children);
            divisible = List.copyOf(divisible);
        }

        /** Whose groups are only right when they are whole. */
        public CoGroup(int id, List<Operator> children) {
            this(id, children, List.of());
        }

        @Override
        public int partitions() {
            return children.get(0).partitions();
        }
    }

    // ---------------------------------------------------------------- other partitions

    /** The partitions of the children, one child after the other. */
    record Union(int id, List<Operator> children) implements Operator {
        public Union {
            children = List.copyOf(children);
        }

        @Override
        public int partitions() {
            int sum = 0;
            for (Operator child : children) {
                sum += child.partitions();
            }
            return sum;
        }
    }

    /** Partition i is the concatenation of the child's partitions {@code groups.get(i)}, in that order. */
    record Coalesce(int id, Operator child, List<int[]> groups) implements Unary {
        @Override
        public int partitions() {
            return groups.size();
        }
    }

    /**
     * Every record of a left partition with every record of a right one, as {@code Pair}s; the left record changes last. Partition
     * {@code i * right.partitions() + j} is made of the left's partition i and the right's j.
     */
    record Cartesian(int id, Operator left, Operator right) implements Operator {
        @Override
        public int partitions() {
            return Math.multiplyExact(left.partitions(), right.partitions());
        }

        @Override
        public List<Operator> children() {
            return List.of(left, right);
        }
    }

    /** Takes the child's partitions from the block store when they are there; else computes and stores them as rdd_{id}_{partition}. */
    record Cached(int id, Operator child, StorageLevel level) implements Unary {}

    /** An operator with one child and, unless it says otherwise, as many partitions. */
    sealed interface Unary extends Operator {
        Operator child();

        @Override
        default int partitions() {
            return child().partitions();
        }

        @Override
        default List<Operator> children() {
            return List.of(child());
        }
    }

    /** What operators show of themselves in explain and metrics: the record's simple name, such as {@code MapRecords}. */
    default String kind() {
        return getClass().getSimpleName();
    }
}
