package org.lisle.api;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.Function2;
import org.lisle.api.function.SerializableComparator;
import org.lisle.api.function.VoidFunction;
import org.lisle.core.io.DataSink;
import org.lisle.core.operator.CallSite;
import org.lisle.dag.action.ApproximateActions;
import org.lisle.dag.action.RecordActions;
import org.lisle.dag.action.TreeActions;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.ObjectRecords;
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
     * Some partitions, each as a list, in the order asked for.
     * Cost: one job over these partitions; the driver holds their records. Fails with INVALID_ARGUMENT on a number that is no partition's.
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public List<T>[] collectPartitions(int[] partitionIds) {
        int[] wanted = Checks.present(partitionIds, "the partitions");
        return actions().<T>partitions(node, site(), partitionNumbers(wanted)).toArray(new List[0]);
    }

    /**
     * A random part of a given size, in random order; all records when there are fewer and none may come twice.
     *
     * <p>Source: the size is made sure by sampling somewhat more (each record by chance, or a Poisson number of times), again if it was too
     * little, and shuffling: every part of that size is equally likely. Cost: a job that counts, and one or hardly ever more that sample;
     * the driver holds somewhat more records than are wanted.
     */
    public List<T> takeSample(boolean withReplacement, int num) {
        return takeSample(withReplacement, num, ThreadLocalRandom.current().nextLong());
    }

    /** As {@link #takeSample(boolean, int)}, with a seed: the same part each time where the order of the records is the same. */
    public List<T> takeSample(boolean withReplacement, int num, long seed) {
        int wanted = Checks.notNegative(num, "the number of records");
        return context.actionSet().samples().take(node, site(), withReplacement, wanted, seed);
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

    /** As {@link #top(int, SerializableComparator)}, by a comparator of a serialisable class. */
    public List<T> top(int number, Comparator<T> order) {
        return top(number, Checks.order(order));
    }

    /** As {@link #takeOrdered(int, SerializableComparator)}, by a comparator of a serialisable class. */
    public List<T> takeOrdered(int number, Comparator<T> order) {
        return takeOrdered(number, Checks.order(order));
    }

    /** As {@link #min(SerializableComparator)}, by a comparator of a serialisable class. */
    public T min(Comparator<T> order) {
        return min(Checks.order(order));
    }

    /** As {@link #max(SerializableComparator)}, by a comparator of a serialisable class. */
    public T max(Comparator<T> order) {
        return max(Checks.order(order));
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
        return context.actionSet().trees().reduce(node, site(), Checks.function(function), Checks.depth(depth));
    }

    /** As {@link #aggregate}, in a tree of depth 2. */
    public <U> U treeAggregate(U zero, Function2<U, T, U> addRecord, Function2<U, U, U> merge) {
        return treeAggregate(zero, addRecord, merge, 2);
    }

    /** As {@link #treeAggregate(Object, Function2, Function2, int, boolean)}, whose last merge is the driver's. */
    public <U> U treeAggregate(U zero, Function2<U, T, U> addRecord, Function2<U, U, U> merge, int depth) {
        return treeAggregate(zero, addRecord, merge, depth, false);
    }

    /**
     * As {@link #aggregate}, but the partitions' values are merged in rounds on the executors first.
     * Cost: up to {@code depth - 1} small shuffles, one more when the last merge is an executor's, too; few values come to the driver.
     */
    public <U> U treeAggregate(
            U zero,
            Function2<U, T, U> addRecord,
            Function2<U, U, U> merge,
            int depth,
            boolean finalAggregateOnExecutor) {
        Function2<U, T, U> add = Checks.function(addRecord);
        Function2<U, U, U> checked = Checks.function(merge);
        TreeActions trees = context.actionSet().trees();
        return trees.aggregate(node, site(), zero, add, checked, Checks.depth(depth), finalAggregateOnExecutor);
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

    // ---------------------------------------------------------------- estimates

    /** As {@link #countApprox(long, double)}, with a confidence of 0.95. */
    public PartialResult<BoundedDouble> countApprox(long timeout) {
        return countApprox(timeout, 0.95);
    }

    /**
     * What is known of the number of records after so many milliseconds: exact when all partitions were counted by then.
     *
     * <p>Source: the counted partitions are taken for a sample in which each record is with the same chance; the number of those not seen is
     * then negative binomial, bounded here by its normal approximation. Where partitions differ much in size the bounds are too narrow.
     * Cost: one job, which goes on after the timeout; a number for each partition comes back.
     */
    public PartialResult<BoundedDouble> countApprox(long timeout, double confidence) {
        return context.actionSet().approximate().count(node, site(), Checks.terms(timeout, confidence));
    }

    /** As {@link #countByValueApprox(long, double)}, with a confidence of 0.95. */
    public PartialResult<Map<T, BoundedDouble>> countByValueApprox(long timeout) {
        return countByValueApprox(timeout, 0.95);
    }

    /**
     * How often each record occurs, as far as is known after so many milliseconds; bounds as of {@link #countApprox(long, double)}, for each
     * record by itself. Cost: one job, which goes on after the timeout; tasks and driver hold every different record.
     */
    public PartialResult<Map<T, BoundedDouble>> countByValueApprox(long timeout, double confidence) {
        ApproximateActions.Terms terms = Checks.terms(timeout, confidence);
        return context.actionSet().approximate().<T, T>countByValue(node, site(), record -> record, terms);
    }

    /**
     * About how many different records there are.
     *
     * <p>Source: HyperLogLog over 64-bit hashes of the records' encoded form, small counts exact, with Ertl's bias-free estimate (2017) in
     * the place of HyperLogLog++'s correction tables. The relative standard error is at most the one asked for: two of three answers are
     * within it, 95 of 100 within twice as much.
     * Cost: one job; each task and the driver hold a sketch of {@code 0.8 / relativeSD^2} bytes (0.05: 384 bytes; 0.01: 12 KiB).
     *
     * @param relativeSD from 0.00013 to less than 1
     */
    public long countApproxDistinct(double relativeSD) {
        return context.actionSet().samples().countDistinct(node, site(), Checks.precision(relativeSD));
    }

    // ---------------------------------------------------------------- while the program goes on

    /** {@link #count} on a thread of its own. Cost: as there. */
    public FutureAction<Long> countAsync() {
        CallSite site = site();
        return async(site, () -> actions().count(node, site));
    }

    /** {@link #collect} on a thread of its own. Cost: as there. */
    public FutureAction<List<T>> collectAsync() {
        CallSite site = site();
        return async(site, () -> actions().collect(node, site));
    }

    /** {@link #take} on a thread of its own. Cost: as there. */
    public FutureAction<List<T>> takeAsync(int number) {
        CallSite site = site();
        int wanted = Checks.notNegative(number, "the number of records");
        return async(site, () -> actions().take(node, site, wanted));
    }

    /** {@link #foreach} on a thread of its own. Cost: as there. */
    public FutureAction<@Nullable Void> foreachAsync(VoidFunction<T> function) {
        CallSite site = site();
        VoidFunction<T> checked = Checks.function(function);
        return async(site, () -> actions().foreach(node, site, checked));
    }

    /** {@link #foreachPartition} on a thread of its own. Cost: as there. */
    public FutureAction<@Nullable Void> foreachPartitionAsync(VoidFunction<Iterator<T>> function) {
        CallSite site = site();
        VoidFunction<Iterator<T>> checked = Checks.function(function);
        return async(site, () -> actions().foreachPartition(node, site, checked));
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
        saveAsText(path, null, SaveOptions.defaults());
    }

    /** As {@link #saveAsTextFile(String)}, compressed. @param codec a class that implements Hadoop's CompressionCodec */
    public void saveAsTextFile(String path, Class<?> codec) {
        saveAsText(path, Checks.present(codec, "the codec"), SaveOptions.defaults());
    }

    /** As {@link #saveAsTextFile(String)}, with what the options say: modes, directories of partition values, sizes of files. */
    public void saveAsTextFile(String path, SaveOptions<? super T> options) {
        saveAsText(path, null, Checks.options(options));
    }

    /** As above, compressed. @param codec a class that implements Hadoop's CompressionCodec */
    public void saveAsTextFile(String path, Class<?> codec, SaveOptions<? super T> options) {
        saveAsText(path, Checks.present(codec, "the codec"), Checks.options(options));
    }

    private void saveAsText(String path, @Nullable Class<?> codec, SaveOptions<? super T> options) {
        String directory = Checks.present(path, "the path");
        context.save(context.files().<T>textOutput(directory, codec, options, context.hadoop()), this);
    }

    /**
     * Writes the records, encoded as they are sent between processes, to SequenceFiles below a directory, which must not exist
     * (OUTPUT_EXISTS); {@link LisleContext#objectFile} reads them. Not a format to keep data in: another version may not read it.
     * Cost: one job; the files appear together when all are written.
     */
    public void saveAsObjectFile(String path) {
        CallSite site = site();
        DataSink<byte[]> sink = context.files().byteValuesOutput(Checks.present(path, "the path"), context.hadoop());
        context.save(sink, ObjectRecords.write(node, site), site);
    }

    /**
     * Writes the records to a sink: a way out for formats and connectors. Fails with OUTPUT_EXISTS as the sink says.
     * Cost: one job; the output appears as a whole when all is written.
     */
    public void write(DataSink<? super T> sink) {
        context.save(Checks.present(sink, "the sink"), this);
    }

    // ---------------------------------------------------------------- checkpoints

    /**
     * Marks this for being written to files below {@link LisleContext#setCheckpointDir}'s directory: after the next action that has it in its
     * lineage ends well, a job writes it, and what it was made of is forgotten. Persist it, else it is computed a second time for that. The
     * files stay when the application ends.
     * Cost: a job that writes all records; they stream to the files.
     */
    public void checkpoint() {
        context.checkpoints().mark(node, site());
    }

    /** Whether a checkpoint of it is there, in files or on executors. */
    public boolean isCheckpointed() {
        return context.checkpoints().isDone(node);
    }

    /** The directory of its checkpoint's files, once they are written. */
    public Optional<String> getCheckpointFile() {
        return context.checkpoints().fileOf(node);
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

    /** How many partitions. Cost: no job; looks at files where it follows from their splits. */
    public int getNumPartitions() {
        context.checkOpen();
        return node.partitions();
    }

    /** Its partitions. Cost: no job; looks at files where they follow from their splits. */
    public List<Partition> partitions() {
        return IntStream.range(0, getNumPartitions()).mapToObj(Partition::new).toList();
    }

    /** The records of a partition. Cost: a job over it; the driver holds its records. @param context ignored */
    public Iterator<T> iterator(Partition split, @Nullable TaskContext context) {
        int[] wanted = {Checks.present(split, "the partition").index()};
        return actions()
                .<T>partitions(node, site(), partitionNumbers(wanted))
                .get(0)
                .iterator();
    }

    /** The partitioner its keys are placed by, if any. Cost: none; of a dataset that was sorted the sampling job, once. */
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
     * text. Cost: no job; looks at files where numbers of partitions follow from them.
     */
    public String explain() {
        context.checkOpen();
        return context.explain(node);
    }

    /** As {@link #explain}, under the name Spark has for it. */
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
        return context.site();
    }

    private List<Integer> partitionNumbers(int[] wanted) {
        int partitions = getNumPartitions();
        for (int partition : wanted) {
            if (partition < 0 || partition >= partitions) {
                throw Checks.invalid(
                        "there is no partition " + partition + " among " + partitions, "partitions count from 0");
            }
        }
        return Arrays.stream(wanted).boxed().toList();
    }

    private <R> FutureAction<R> async(CallSite site, Supplier<R> action) {
        return context.actionSet().async().start(site, action);
    }

    private FutureAction<@Nullable Void> async(CallSite site, Runnable action) {
        return this.<@Nullable Void>async(site, () -> {
            action.run();
            return null;
        });
    }

    final RecordActions actions() {
        return context.actionSet().records();
    }
}
