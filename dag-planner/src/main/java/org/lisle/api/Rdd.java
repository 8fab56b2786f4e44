package org.lisle.api;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.DoubleFlatMapFunction;
import org.lisle.api.function.DoubleFunction;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.api.function.FlatMapFunction2;
import org.lisle.api.function.Function;
import org.lisle.api.function.Function2;
import org.lisle.api.function.PairFlatMapFunction;
import org.lisle.api.function.PairFunction;
import org.lisle.api.function.Predicate;
import org.lisle.api.function.SerializableComparator;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.dag.lineage.Distinct;
import org.lisle.dag.lineage.Functions;
import org.lisle.dag.lineage.Keyed;
import org.lisle.dag.lineage.Memo;
import org.lisle.dag.lineage.Narrow;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.RandomSplit;
import org.lisle.dag.lineage.Repartition;
import org.lisle.dag.lineage.Sample;
import org.lisle.dag.lineage.SetOperations;
import org.lisle.dag.lineage.Zips;

/**
 * A dataset: records in partitions, described by how they are made of others, computed when an action asks for a result, and again when
 * something of it is lost. Immutable; thread-safe.
 *
 * <p>The methods here make another dataset and return at once; nothing runs. They have the names and meanings of Spark's JavaRDD. "Narrow"
 * means that partitions are made of whole partitions in the same task and records stream through; "shuffle" that records move between
 * executors through local disks. All fail with CONTEXT_CLOSED on a closed context, with INVALID_ARGUMENT on null arguments or a number of
 * partitions below 1, with CLOSURE_NOT_SERIALIZABLE on functions that cannot be sent: at once, not at the action.
 */
public class Rdd<T> extends RddActions<T> {
    Rdd(LisleContext context, Node node) {
        super(context, node);
    }

    // ---------------------------------------------------------------- record by record

    /** Each record through the function. Cost: narrow. */
    public <R> Rdd<R> map(Function<T, R> function) {
        return rdd(Narrow.map(node(), site(), Checks.function(function)));
    }

    /** Each record to a pair. Cost: narrow. */
    public <K, V> PairRdd<K, V> mapToPair(PairFunction<T, K, V> function) {
        return pairs(Narrow.map(node(), site(), Functions.of(Checks.function(function))));
    }

    /** Each record to a double. Cost: narrow. */
    public DoubleRdd mapToDouble(DoubleFunction<T> function) {
        return doubles(Narrow.map(node(), site(), Functions.of(Checks.function(function))));
    }

    /** The records for which the predicate holds. Cost: narrow; keys stay where they are. */
    public Rdd<T> filter(Predicate<T> predicate) {
        return same(Narrow.filter(node(), site(), Checks.function(predicate)));
    }

    /** Each record to any number of records. Cost: narrow; what the function gives is streamed. */
    public <R> Rdd<R> flatMap(FlatMapFunction<T, R> function) {
        return rdd(Narrow.flatMap(node(), site(), Checks.function(function)));
    }

    /** Each record to any number of pairs. Cost: narrow. */
    public <K, V> PairRdd<K, V> flatMapToPair(PairFlatMapFunction<T, K, V> function) {
        return pairs(Narrow.flatMap(node(), site(), Functions.of(Checks.function(function))));
    }

    /** Each record to any number of doubles. Cost: narrow. */
    public DoubleRdd flatMapToDouble(DoubleFlatMapFunction<T> function) {
        return doubles(Narrow.flatMap(node(), site(), Functions.of(Checks.function(function))));
    }

    /** Pairs of a key made from each record, and the record. Cost: narrow. */
    public <K> PairRdd<K, T> keyBy(Function<T, K> key) {
        return pairs(Narrow.map(node(), site(), Functions.keyed(Checks.function(key))));
    }

    // ---------------------------------------------------------------- partition by partition

    /** Each partition's records, as an iterator, to others. Cost: narrow; memory is what the function holds. */
    public <R> Rdd<R> mapPartitions(FlatMapFunction<Iterator<T>, R> function) {
        return mapPartitions(function, false);
    }

    /** @param preservesPartitioning whether keys stay as they are; see {@link #mapPartitions(FlatMapFunction)} */
    public <R> Rdd<R> mapPartitions(FlatMapFunction<Iterator<T>, R> function, boolean preservesPartitioning) {
        return rdd(Narrow.mapPartitions(
                node(), site(), Functions.ofPartition(Checks.function(function)), preservesPartitioning));
    }

    /** Each partition's number and records to others. Cost: narrow; memory is what the function holds. */
    public <R> Rdd<R> mapPartitionsWithIndex(Function2<Integer, Iterator<T>, Iterator<R>> function) {
        return mapPartitionsWithIndex(function, false);
    }

    /** @param preservesPartitioning whether keys stay as they are; see {@link #mapPartitionsWithIndex(Function2)} */
    public <R> Rdd<R> mapPartitionsWithIndex(
            Function2<Integer, Iterator<T>, Iterator<R>> function, boolean preservesPartitioning) {
        return rdd(Narrow.mapPartitions(node(), site(), Checks.function(function), preservesPartitioning));
    }

    /** Each partition's records to pairs. Cost: narrow; memory is what the function holds. */
    public <K, V> PairRdd<K, V> mapPartitionsToPair(PairFlatMapFunction<Iterator<T>, K, V> function) {
        return mapPartitionsToPair(function, false);
    }

    /** @param preservesPartitioning has no effect on doubles; see {@link #mapPartitionsToDouble(DoubleFlatMapFunction)} */
    public DoubleRdd mapPartitionsToDouble(DoubleFlatMapFunction<Iterator<T>> function, boolean preservesPartitioning) {
        return mapPartitionsToDouble(function);
    }

    /** @param preservesPartitioning whether keys stay as they are; see {@link #mapPartitionsToPair(PairFlatMapFunction)} */
    public <K, V> PairRdd<K, V> mapPartitionsToPair(
            PairFlatMapFunction<Iterator<T>, K, V> function, boolean preservesPartitioning) {
        return pairs(Narrow.mapPartitions(
                node(), site(), Functions.ofPartition(Functions.of(Checks.function(function))), preservesPartitioning));
    }

    /** Each partition's records to doubles. Cost: narrow; memory is what the function holds. */
    public DoubleRdd mapPartitionsToDouble(DoubleFlatMapFunction<Iterator<T>> function) {
        return doubles(Narrow.mapPartitions(
                node(), site(), Functions.ofPartition(Functions.of(Checks.function(function))), false));
    }

    /**
     * Each record with its number in the whole dataset, from 0, in the order of partitions and of records within.
     * Cost: narrow, and a job that counts all partitions but the last before the first plan; none for a single partition.
     */
    public PairRdd<T, Long> zipWithIndex() {
        return pairs(Narrow.zipWithIndex(node(), site()));
    }

    /** Each partition's records as one list. Cost: narrow; each task holds a partition. */
    public Rdd<List<T>> glom() {
        return rdd(Narrow.glom(node(), site()));
    }

    /**
     * Each record with a number that no other has, from 0 on but not without gaps: with n partitions, the k-th record of partition p has
     * {@code k * n + p}. Cost: narrow; no job.
     */
    public PairRdd<T, Long> zipWithUniqueId() {
        return pairs(Zips.uniqueIds(node(), site()));
    }

    /**
     * What is made of this next runs as a barrier stage: all its tasks at the same time, so that they can work together; see {@link
     * RddBarrier}. Cost: narrow; needs as many task slots as partitions at once.
     */
    public RddBarrier<T> barrier() {
        return new RddBarrier<>(this);
    }

    // ---------------------------------------------------------------- with another dataset, partition by partition

    /**
     * Pairs of the records at the same places, as of datasets that were made of the same one record by record. Fails with INVALID_ARGUMENT
     * where the numbers of partitions, or of records in a partition, differ. Cost: narrow.
     */
    public <U> PairRdd<T, U> zip(Rdd<U> other) {
        return pairs(Zips.records(node(), of(other), site()));
    }

    /**
     * Partitions of the same number to any number of records; fails with INVALID_ARGUMENT where the numbers of partitions differ.
     * Cost: narrow; memory is what the function holds.
     */
    public <U, V> Rdd<V> zipPartitions(Rdd<U> other, FlatMapFunction2<Iterator<T>, Iterator<U>, V> function) {
        return rdd(Zips.partitions(node(), of(other), site(), Functions.ofPartitions(Checks.function(function))));
    }

    /**
     * Every record here with every record there, in the product of the numbers of partitions.
     * Cost: narrow; each task reads a partition of each, and holds the one there, in memory as long as there is room, else on disk.
     */
    public <U> PairRdd<T, U> cartesian(Rdd<U> other) {
        return pairs(Narrow.cartesian(node(), of(other), site()));
    }

    // ---------------------------------------------------------------- through a command of the operating system

    /**
     * Each record's {@code toString} as a line to the input of a command, each line of its output as a record; the words of the command are
     * cut at white space. One process for each task. A status other than 0 fails the task; so does a command that is not there.
     * Cost: narrow; records stream, in UTF-8.
     */
    public Rdd<String> pipe(String command) {
        return pipe(List.of(Checks.present(command, "the command").trim().split("\\s+")));
    }

    /** As {@link #pipe(String)}, of a program and its arguments. */
    public Rdd<String> pipe(List<String> command) {
        return pipe(command, Map.of());
    }

    /** As {@link #pipe(List)}, with variables added to its environment. */
    public Rdd<String> pipe(List<String> command, Map<String, String> env) {
        return pipe(command, env, false, 8192);
    }

    /** As {@link #pipe(List, Map, boolean, int, String)}, in UTF-8. */
    public Rdd<String> pipe(List<String> command, Map<String, String> env, boolean separateWorkingDir, int bufferSize) {
        return pipe(command, env, separateWorkingDir, bufferSize, "UTF-8");
    }

    /**
     * As {@link #pipe(List, Map)}.
     *
     * @param separateWorkingDir whether each process runs in an empty directory of its own, removed at the task's end
     * @param bufferSize bytes that are gathered before they go to the command
     * @param encoding of its input and output
     */
    public Rdd<String> pipe(
            List<String> command,
            Map<String, String> env,
            boolean separateWorkingDir,
            int bufferSize,
            String encoding) {
        return rdd(Checks.pipe(command, env, separateWorkingDir, bufferSize, encoding)
                .of(node(), site()));
    }

    // ---------------------------------------------------------------- a part

    /**
     * A random part. With the same records in the same order it is the same part in each run of a program: the seed follows from the
     * dataset's place in the program.
     * Cost: narrow; nothing is held.
     *
     * @param withReplacement whether a record may be taken more than once
     * @param fraction the chance of each record; with replacement, the expected number of copies
     */
    public Rdd<T> sample(boolean withReplacement, double fraction) {
        double checked = Checks.fraction(withReplacement, fraction);
        return same(Sample.of(node(), site(), withReplacement, checked));
    }

    /** As {@link #sample(boolean, double)}, with a seed. Cost: narrow. */
    public Rdd<T> sample(boolean withReplacement, double fraction, long seed) {
        double checked = Checks.fraction(withReplacement, fraction);
        return same(Sample.of(node(), site(), withReplacement, checked, seed));
    }

    /** As {@link #randomSplit(double[], long)}, with a seed that follows from the dataset's place in the program. */
    public Rdd<T>[] randomSplit(double[] weights) {
        return parts(RandomSplit.of(node(), site(), Checks.weights(weights)));
    }

    /**
     * Parts that no record is in twice, and every record in one; their sizes are about as the weights, which need not have the sum 1.
     * Each record falls into a part by chance, independently of the others: a part of weight w of n records has a standard deviation of
     * {@code sqrt(n w (1 - w))}. Where the order of the records is not fixed (after operations that gather by key), equal records of a
     * partition fall into one part.
     * Cost: narrow; each part reads all records, so cache what is split.
     */
    public Rdd<T>[] randomSplit(double[] weights, long seed) {
        return parts(RandomSplit.of(node(), site(), Checks.weights(weights), seed));
    }

    /**
     * The records that both have, each once. Cost: a shuffle of the different records of both, combined before it; needs equals and hashCode.
     */
    public Rdd<T> intersection(Rdd<T> other) {
        return same(SetOperations.intersection(node(), of(other), site()));
    }

    /**
     * The records that the other does not have, as often as they are here, in as many partitions.
     * Cost: a shuffle of everything here and of the different records there; none here for pairs that lie by key.
     */
    public Rdd<T> subtract(Rdd<T> other) {
        return same(SetOperations.subtract(node(), of(other), site(), Keyed.asOf(node())));
    }

    /** As {@link #subtract(Rdd)}, by hash into so many partitions. */
    public Rdd<T> subtract(Rdd<T> other, int numPartitions) {
        return subtract(other, new HashPartitioner(Checks.partitions(numPartitions)));
    }

    /** As {@link #subtract(Rdd)}, each record placed by the partitioner. */
    public Rdd<T> subtract(Rdd<T> other, Partitioner partitioner) {
        return same(SetOperations.subtract(node(), of(other), site(), Checks.function(partitioner)));
    }

    // ---------------------------------------------------------------- other partitions, other order

    /** Each different record once, in as many partitions. Cost: a shuffle, combined before it; needs equals and hashCode. */
    public Rdd<T> distinct() {
        return same(Distinct.of(node(), site(), new Memo<>(node()::partitions)));
    }

    /** Each different record once. Cost: a shuffle, combined before it; none for pairs that lie by key in so many partitions. */
    public Rdd<T> distinct(int numPartitions) {
        return same(Distinct.of(node(), site(), Memo.of(Checks.partitions(numPartitions))));
    }

    /** All records of both, duplicates included. Cost: narrow; keys stay where they are when both are partitioned alike. */
    public Rdd<T> union(Rdd<T> other) {
        return same(Narrow.union(List.of(node(), of(other)), site()));
    }

    /** At most so many partitions, made of neighbours. Cost: narrow; fewer tasks do the work. */
    public Rdd<T> coalesce(int numPartitions) {
        return coalesce(numPartitions, false);
    }

    /** @param shuffle whether records are spread evenly by a shuffle as {@link #repartition} does, which may also make more partitions */
    public Rdd<T> coalesce(int numPartitions, boolean shuffle) {
        int wanted = Checks.partitions(numPartitions);
        return same(shuffle ? Repartition.of(node(), site(), wanted) : Narrow.coalesce(node(), site(), wanted));
    }

    /**
     * Records spread evenly over so many partitions. Cost: a shuffle of everything.
     *
     * <p>Records are dealt in turn where each run of a task sees them in the same order: those of files and collections, after narrow
     * operations, sorts and plain shuffles of such. After operations that gather by key ({@code reduceByKey}, {@code groupByKey},
     * {@code join}, {@code distinct}) the order depends on the memory a task had; then a record's place follows from its content, and equal
     * records of a partition go to one place. Values that the program makes anew and differently in each run, such as random or current
     * ones, cannot be dealt alike: when an executor is lost, some may be missing or come twice.
     */
    public Rdd<T> repartition(int numPartitions) {
        return same(Repartition.of(node(), site(), Checks.partitions(numPartitions)));
    }

    /**
     * Sorted by a value made from each record, through all partitions; always so many partitions, the last ones empty where there are
     * fewer different values.
     * Cost: a job that samples before the first plan; a shuffle; each task sorts its part, spilling to disk.
     */
    public <S> Rdd<T> sortBy(Function<T, S> key, boolean ascending, int numPartitions) {
        SerializableComparator<Object> natural = SerializableComparator.naturalOrder();
        SerializableComparator<?> order = ascending ? natural : SerializableComparator.reverse(natural);
        Memo<Integer> wanted = Memo.of(Checks.partitions(numPartitions));
        Node keyed = Narrow.map(node(), site(), Functions.keyed(Checks.function(key)));
        return same(Narrow.map(Keyed.sort(keyed, site(), order, wanted), site(), Functions.value()));
    }

    /**
     * The records by a key made from each, in as many partitions as {@link PairRdd#groupByKey()} would; a partitioner of this dataset also places
     * the new keys, but for one by ranges, which cannot. Cost: as there.
     */
    public <K> PairRdd<K, Iterable<T>> groupBy(Function<T, K> key) {
        Node keyed = Narrow.map(node(), site(), Functions.keyed(Checks.function(key)));
        return pairs(Keyed.group(keyed, site(), Keyed.byDefaultForOtherKeys(node())));
    }

    /** The records by a key made from each. Cost: as {@link PairRdd#groupByKey(int)}. */
    public <K> PairRdd<K, Iterable<T>> groupBy(Function<T, K> key, int numPartitions) {
        Node keyed = Narrow.map(node(), site(), Functions.keyed(Checks.function(key)));
        return pairs(Keyed.group(keyed, site(), Keyed.byHash(Checks.partitions(numPartitions))));
    }

    // ---------------------------------------------------------------- kept

    /**
     * {@code persist(MEMORY_ONLY)}: objects, of which numbers, strings, pairs and records of these are packed where memory is short.
     * Cost: as {@link #persist}: memory of the executors' pools.
     */
    public Rdd<T> cache() {
        return persist(StorageLevel.MEMORY_ONLY);
    }

    /**
     * Keeps its partitions on the executors once an action has computed them. Fails with INVALID_ARGUMENT when it is kept at another level.
     * Cost: memory of the executors' pools, or disk; what has no room or is lost is computed again.
     */
    public Rdd<T> persist(StorageLevel level) {
        context().persist(node(), Checks.present(level, "the storage level"));
        return this;
    }

    /**
     * Persists it, in memory and on disk where no level is set, and forgets what it was made of after the next action that has it in its
     * lineage. Faster than {@link #checkpoint}, but not safe: when an executor is lost with a partition, jobs that need it fail.
     * Cost: as {@link #persist}.
     */
    public Rdd<T> localCheckpoint() {
        if (!getStorageLevel().isValid()) {
            persist(StorageLevel.MEMORY_AND_DISK);
        }
        context().checkpoints().markLocal(node());
        return this;
    }

    /**
     * The tasks of stages with this dataset run on executors that have what the profile asks for, and on no others; such executors run tasks
     * of that profile alone. They are asked for when such tasks wait, and go when they are idle. Call it before the first action: a shuffle that
     * was planned stays as it was.
     *
     * <p>Where the number of executors is fixed, there are none but the usual ones, and a profile may have requests of tasks alone: how many
     * processors a task takes of its executor's. In local mode requests of executors have no effect.
     *
     * <p>Fails with INVALID_ARGUMENT for a profile that no executor could serve, with EXECUTOR_TOO_LARGE for one whose container the cluster
     * would never grant. An action fails with INVALID_ARGUMENT where datasets of one stage have different profiles. Cost: the start of executors
     * of its own, a few seconds, at the first action that needs them.
     */
    public Rdd<T> withResources(ResourceProfile profile) {
        context().checkResources(Checks.present(profile, "the profile"));
        node().setResources(profile);
        return this;
    }

    /** What {@link #withResources} was told; null when nothing. */
    public @Nullable ResourceProfile getResourceProfile() {
        return node().resources();
    }

    /** Drops what is kept. Cost: none; the executors are told, nobody waits for them. */
    public Rdd<T> unpersist() {
        context().unpersist(node());
        return this;
    }

    /** As {@link #unpersist()}, which does not wait for the executors either way. */
    public Rdd<T> unpersist(boolean blocking) {
        return unpersist();
    }

    /** A name for people, shown where datasets are listed. */
    public Rdd<T> setName(@Nullable String name) {
        node().setName(name);
        return this;
    }

    // ---------------------------------------------------------------- for the classes here

    /** A dataset of the same type. */
    Rdd<T> same(Node made) {
        return rdd(made);
    }

    final Node of(Rdd<?> other) {
        Checks.sameContext(context(), List.of(Checks.present(other, "the other dataset")));
        return other.node();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Rdd<T>[] parts(List<Node> nodes) {
        return nodes.stream().map(this::same).toArray(Rdd[]::new);
    }

    final <R> Rdd<R> rdd(Node made) {
        return new Rdd<>(context(), made);
    }

    final <K, V> PairRdd<K, V> pairs(Node made) {
        return new PairRdd<>(context(), made);
    }

    final DoubleRdd doubles(Node made) {
        return new DoubleRdd(context(), made);
    }
}
