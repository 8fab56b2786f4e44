package org.lisle.api;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.Function2;
import org.lisle.api.function.SerializableComparator;
import org.lisle.api.function.VoidFunction;
import org.lisle.core.operator.CallSite;
import org.lisle.dag.action.RecordActions;
import org.lisle.dag.lineage.CallSites;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.Partitioning;

/**
 * What every dataset can be asked: the actions, which run a job and wait for it, and what it knows of itself.
 *
 * <p>All actions fail with CONTEXT_CLOSED when the context is closed, with the first task's error when its attempts are used up (the
 * user's own exception is the cause), with JOB_CANCELLED when cancelled or interrupted, and with RESULT_TOO_LARGE when more than {@code
 * lisle.driver.maxResultSize} would come to the driver. Null arguments fail with INVALID_ARGUMENT, functions that cannot be sent with
 * CLOSURE_NOT_SERIALIZABLE. Thread-safe: several threads may run actions at once.
 */
public abstract class RddActions<T> {
    private final LisleContext context;
    private final Node node;

    RddActions(LisleContext context, Node node) {
        this.context = context;
        this.node = node;
    }

    // ---------------------------------------------------------------- records to the driver

    /**
     * All records, partition after partition.
     * Cost: one job over all partitions; the driver holds all records.
     */
    public List<T> collect() {
        return actions().collect(node, site());
    }

    /**
     * The number of records.
     * Cost: one job over all partitions; a number for each comes back.
     */
    public long count() {
        return actions().count(node, site());
    }

    /**
     * The first record; fails with EMPTY_COLLECTION when there is none.
     * Cost: as {@code take(1)}.
     */
    public T first() {
        return actions().firstRecord(node, site());
    }

    /**
     * The first {@code number} records in the order of the partitions, or all when there are fewer.
     * Cost: jobs over growing runs of partitions, one partition at first, until enough is found.
     */
    public List<T> take(int number) {
        return actions().take(node, site(), Checks.notNegative(number, "the number of records"));
    }

    /**
     * Whether there is no record.
     * Cost: as {@code take(1)}.
     */
    public boolean isEmpty() {
        return actions().take(node, site(), 1).isEmpty();
    }

    /**
     * The greatest records in their natural order, greatest first.
     * Cost: one job; each task and the driver hold {@code number} records.
     */
    public List<T> top(int number) {
        return top(number, SerializableComparator.naturalOrder());
    }

    /** The greatest records in an order, greatest first. Cost: as {@link #top(int)}. */
    public List<T> top(int number, SerializableComparator<T> order) {
        return takeOrdered(number, SerializableComparator.reverse(Checks.present(order, "the order")));
    }

    /**
     * The least records in their natural order, least first.
     * Cost: one job; each task and the driver hold {@code number} records.
     */
    public List<T> takeOrdered(int number) {
        return takeOrdered(number, SerializableComparator.naturalOrder());
    }

    /** The least records in an order, least first. Cost: as {@link #takeOrdered(int)}. */
    public List<T> takeOrdered(int number, SerializableComparator<T> order) {
        int wanted = Checks.notNegative(number, "the number of records");
        return actions().least(node, site(), wanted, Checks.function(order));
    }

    /** The least record; fails with EMPTY_COLLECTION when there is none. Cost: one job; a record for each partition comes back. */
    public T min(SerializableComparator<T> order) {
        SerializableComparator<T> checked = Checks.function(order);
        return reduce((first, second) -> checked.compare(second, first) < 0 ? second : first);
    }

    /** The greatest record; fails with EMPTY_COLLECTION when there is none. Cost: one job; a record for each partition comes back. */
    public T max(SerializableComparator<T> order) {
        SerializableComparator<T> checked = Checks.function(order);
        return reduce((first, second) -> checked.compare(second, first) > 0 ? second : first);
    }

    /**
     * All records, a partition at a time.
     * Cost: one job for each partition, when the iterator comes to it; the driver holds the records of one.
     */
    public Iterator<T> toLocalIterator() {
        return actions().iterate(node, site());
    }

    /**
     * How often each record occurs.
     * Cost: a shuffle, combined before it; the driver holds every different record once.
     */
    public Map<T, Long> countByValue() {
        return actions().countByValue(node, site());
    }

    // ---------------------------------------------------------------- one value out of all records

    /**
     * Two records to one until one is left; the function must be associative and commutative. Fails with EMPTY_COLLECTION on no records.
     * Cost: one job; a record for each partition comes back.
     */
    public T reduce(Function2<T, T, T> function) {
        return actions().reduce(node, site(), Checks.function(function));
    }

    /** As {@link #reduce}, in a tree of depth 2. */
    public T treeReduce(Function2<T, T, T> function) {
        return treeReduce(function, 2);
    }

    /**
     * As {@link #reduce}, but the partitions' results are reduced in rounds on the executors first, so that few come to the driver.
     * Cost: up to {@code depth - 1} small shuffles.
     */
    public T treeReduce(Function2<T, T, T> function, int depth) {
        return actions().treeReduce(node, site(), Checks.function(function), Checks.partitions(depth));
    }

    /**
     * As {@link #reduce}, with a neutral value that each partition, and the driver once more, start from; a new copy each time.
     * Cost: one job; a value for each partition comes back.
     */
    public T fold(T zero, Function2<T, T, T> function) {
        Function2<T, T, T> checked = Checks.function(function);
        return actions().aggregate(node, site(), zero, checked, checked);
    }

    /**
     * A value of another type out of all records; the functions may change and return their first argument, which starts as a new copy of
     * {@code zero} in each partition.
     * Cost: one job; a value for each partition comes back.
     */
    public <U> U aggregate(U zero, Function2<U, T, U> addRecord, Function2<U, U, U> merge) {
        return actions().aggregate(node, site(), zero, Checks.function(addRecord), Checks.function(merge));
    }

    // ---------------------------------------------------------------- effects

    /** Calls the function with every record, in the tasks. Cost: one job; nothing comes back. */
    public void foreach(VoidFunction<T> function) {
        actions().foreach(node, site(), Checks.function(function));
    }

    /** Calls the function once for each partition with its records, in the tasks. Cost: one job; nothing comes back. */
    public void foreachPartition(VoidFunction<Iterator<T>> function) {
        actions().foreachPartition(node, site(), Checks.function(function));
    }

    /**
     * Writes each record's {@code toString} as a line to {@code part-00000}... below a directory, which must not exist (OUTPUT_EXISTS).
     * Cost: one job; the files appear together when all are written.
     */
    public void saveAsTextFile(String path) {
        context.save(context.files().textOutput(Checks.present(path, "the path"), null, context.hadoop()), this);
    }

    /** As {@link #saveAsTextFile(String)}, compressed. @param codec a class that implements Hadoop's CompressionCodec */
    public void saveAsTextFile(String path, Class<?> codec) {
        Class<?> checked = Checks.present(codec, "the codec");
        context.save(context.files().textOutput(Checks.present(path, "the path"), checked, context.hadoop()), this);
    }

    // ---------------------------------------------------------------- what it knows of itself

    /** The context it belongs to. */
    public LisleContext context() {
        return context;
    }

    /** Unique in the context. */
    public int id() {
        return node.id();
    }

    /** The name it was given; null for none. */
    public @Nullable String name() {
        return node.name();
    }

    /** How many partitions; looks at files where it follows from their splits, runs no job. */
    public int getNumPartitions() {
        context.checkOpen();
        return node.partitions();
    }

    /** The partitioner its keys are placed by, if any; of a dataset that was sorted this runs the sampling job, once. */
    public Optional<Partitioner> partitioner() {
        context.checkOpen();
        return node.partitioning().map(Partitioning::partitioner);
    }

    /** Where its partitions are kept once computed; {@link StorageLevel#NONE} when nowhere. */
    public StorageLevel getStorageLevel() {
        return node.level();
    }

    /**
     * How it would be computed: stages, operators with the lines that made them, shuffles, what is cached. The same program gives the same
     * text. Looks at files where numbers of partitions follow from them; runs no job.
     */
    public String explain() {
        context.checkOpen();
        return context.explain(node);
    }

    /** The text of {@link #explain}, under the name Spark has for it. */
    public String toDebugString() {
        return explain();
    }

    @Override
    public String toString() {
        return (node.name() == null ? "" : node.name() + " ") + node;
    }

    final Node node() {
        return node;
    }

    /** The line of the program that called; also where a closed context is noticed. */
    final CallSite site() {
        context.checkOpen();
        return CallSites.here();
    }

    final RecordActions actions() {
        return context.actions();
    }
}
