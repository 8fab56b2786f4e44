package org.lisle.api;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.lisle.core.compress.Compression;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.config.SubmittedSettings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSink;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.FileService;
import org.lisle.core.operator.CallSite;
import org.lisle.dag.action.ActionSet;
import org.lisle.dag.action.Actions;
import org.lisle.dag.action.JobValues;
import org.lisle.dag.action.Save;
import org.lisle.dag.driver.Backend;
import org.lisle.dag.fingerprint.DigestContext;
import org.lisle.dag.journal.DriverJournal;
import org.lisle.dag.lineage.CallSites;
import org.lisle.dag.lineage.Lineage;
import org.lisle.dag.lineage.Memo;
import org.lisle.dag.lineage.Narrow;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.Sources;
import org.lisle.dag.plan.Explain;
import org.lisle.dag.plan.Planner;

/**
 * The program's way to the cluster: makes datasets, runs their actions. Names and meanings of Spark's JavaSparkContext.
 *
 * <pre>{@code
 * try (LisleContext context = LisleContext.builder().appName("word count").getOrCreate()) {
 *     context.textFile(args[0])
 *             .flatMap(line -> List.of(line.split(" ")).iterator())
 *             .mapToPair(word -> Pair.of(word, 1L))
 *             .reduceByKey(Long::sum)
 *             .saveAsTextFile(args[1]);
 * }
 * }</pre>
 *
 * One context is active in a process at a time. Thread-safe: several threads may run actions at once.
 */
public final class LisleContext extends ContextJobs implements AutoCloseable {
    private static final AtomicReference<@Nullable LisleContext> ACTIVE = new AtomicReference<>();

    private final LisleConf conf;
    private final String master;
    private final Backend backend;
    private final long startTime = System.currentTimeMillis();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Reclaimer reclaimer;
    private final SharedVariables shared;
    private final Planner planner;
    private final Actions jobs;
    private final ActionSet actionSet;
    private final Save save;
    private final Lineage lineage;
    private final Memo<FileService> files = new Memo<>(Backends::files);

    private LisleContext(LisleConf conf, String master, Backend backend) {
        this.conf = conf;
        this.master = master;
        this.backend = backend;
        this.reclaimer = new Reclaimer(backend.services());
        DriverJournal journal = backend.journal();
        DigestContext digests = new DigestContext(backend.jobClassLoader());
        this.planner = new Planner(reclaimer::shuffleOf, journal, digests);
        JobValues values = new JobValues(backend.jobClassLoader());
        this.shared = new SharedVariables(
                backend.services(),
                Compression.parse(conf.get(Settings.IO_COMPRESSION)),
                backend.jobClassLoader(),
                journal,
                digests);
        this.jobs = new Actions(planner, backend.jobs(), values, properties()::all);
        this.actionSet = ActionSet.of(jobs, properties()::set);
        this.save = new Save(jobs, backend.applicationTime(), backend.applicationNumber(), journal);
        int parallelism = conf.get(Settings.DEFAULT_PARALLELISM);
        this.lineage = new Lineage(
                parallelism == 0 ? OptionalInt.empty() : OptionalInt.of(parallelism),
                backend.defaultParallelism(),
                values,
                jobs,
                journal.ids());
    }

    // ---------------------------------------------------------------- making and ending it

    /** Describes a context and makes it. */
    public static Builder builder() {
        return new Builder();
    }

    /** The active context, or a new one with the settings of the submission. */
    public static LisleContext getOrCreate() {
        return builder().getOrCreate();
    }

    /** What a context is made with; settings here win over those of the submission. */
    public static final class Builder {
        private final Map<String, String> settings = new TreeMap<>();

        private Builder() {}

        /** The name of the application, as lists of applications show it. */
        public Builder appName(String name) {
            return config(Settings.APP_NAME.name(), name);
        }

        /** Where to run: {@code yarn}, or {@code local[N]} for N slots in this process. Leave it out in programs that are submitted. */
        public Builder master(String master) {
            return config(Settings.MASTER.name(), master);
        }

        /**
         * One setting, such as {@code lisle.default.parallelism}. On YARN, sizes and numbers of processes and all that they read at their
         * start is given with the submission: here it is too late, and a warning says so.
         */
        public Builder config(String key, String value) {
            settings.put(Checks.present(key, "a setting's name"), Checks.present(value, "the setting " + key));
            return this;
        }

        /**
         * A new context; fails with INVALID_ARGUMENT while another is active in the process, INVALID_SETTING naming all settings that are
         * wrong, NO_CONTEXT when the master is unknown here.
         */
        public LisleContext build() {
            LisleConf.of(settings).check();
            LisleConf conf = SubmittedSettings.ofThisProcess().with(settings);
            String master = conf.get(Settings.MASTER);
            if (ACTIVE.get() != null) {
                throw oneAlready();
            }
            Backend backend = Backends.start(master, conf);
            LisleContext made = new LisleContext(conf, master, backend);
            if (!ACTIVE.compareAndSet(null, made)) {
                backend.close();
                throw oneAlready();
            }
            return made;
        }

        /** The active context, whatever its settings, or a new one. */
        public LisleContext getOrCreate() {
            LisleContext active = ACTIVE.get();
            return active == null ? build() : active;
        }

        private static LisleException oneAlready() {
            return Checks.invalid(
                    "a LisleContext is active in this process already", "close it first, or use getOrCreate()");
        }
    }

    /** Ends its jobs with CONTEXT_CLOSED and gives executors back. Its datasets can no longer be used. Again: nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                jobs.cancelAll("the context was closed");
                backend.close();
            } finally {
                ACTIVE.compareAndSet(this, null);
            }
        }
    }

    /** {@link #close} under the name Spark has for it. */
    public void stop() {
        close();
    }

    public boolean isStopped() {
        return closed.get();
    }

    // ---------------------------------------------------------------- datasets of values

    /**
     * The values of a list, in as many partitions as there are slots, or {@code lisle.default.parallelism}.
     * Cost: they are held here, and sent with the tasks; for large data use files.
     */
    public <T> Rdd<T> parallelize(List<T> values) {
        return parallelize(values, defaultParallelism());
    }

    /** As {@link #parallelize(List)}, in so many partitions of equal length. */
    public <T> Rdd<T> parallelize(List<T> values, int numPartitions) {
        return new Rdd<>(this, values(values, numPartitions));
    }

    /** As {@link #parallelize(List)}, of anything that can be gone through, such as {@code stream::iterator}. */
    public <T> Rdd<T> parallelize(Iterable<T> values) {
        return parallelize(Checks.list(values));
    }

    /** As {@link #parallelize(List)}, of pairs. */
    public <K, V> PairRdd<K, V> parallelizePairs(List<Pair<K, V>> values) {
        return parallelizePairs(values, defaultParallelism());
    }

    /** As {@link #parallelize(List, int)}, of pairs. */
    public <K, V> PairRdd<K, V> parallelizePairs(List<Pair<K, V>> values, int numPartitions) {
        return new PairRdd<>(this, values(values, numPartitions));
    }

    /** As {@link #parallelize(List)}, of doubles. */
    public DoubleRdd parallelizeDoubles(List<Double> values) {
        return parallelizeDoubles(values, defaultParallelism());
    }

    /** As {@link #parallelize(List, int)}, of doubles. */
    public DoubleRdd parallelizeDoubles(List<Double> values, int numPartitions) {
        return new DoubleRdd(this, values(values, numPartitions));
    }

    /** No records, in one partition. */
    public <T> Rdd<T> emptyRDD() {
        return parallelize(List.of(), 1);
    }

    /** All records of all datasets, of which there must be one at least. Cost: narrow; keys stay where they are when all are partitioned alike. */
    @SafeVarargs
    public final <T> Rdd<T> union(Rdd<T>... rdds) {
        return new Rdd<>(this, unionOf(rdds));
    }

    /** All pairs of all datasets. Cost: as {@link #union(Rdd[])}. */
    @SafeVarargs
    public final <K, V> PairRdd<K, V> union(PairRdd<K, V>... rdds) {
        return new PairRdd<>(this, unionOf(rdds));
    }

    /** All records of all datasets. Cost: narrow. */
    public DoubleRdd union(DoubleRdd... rdds) {
        return new DoubleRdd(this, unionOf(rdds));
    }

    // ---------------------------------------------------------------- datasets of files

    /**
     * Lines of text.
     *
     * @param path of any Hadoop file system; globs, comma lists and directories are understood. Looked at by the first action, which fails
     *     with INPUT_NOT_FOUND when nothing is there
     */
    public Rdd<String> textFile(String path) {
        return textFile(path, defaultMinPartitions());
    }

    /** As {@link #textFile(String)}. @param minPartitions a hint: at least so many partitions where the files can be cut so fine */
    public Rdd<String> textFile(String path, int minPartitions) {
        return new Rdd<>(this, input(files().text(path(path), hadoop()), minPartitions));
    }

    /** Path and content of whole files; each must fit in memory. */
    public PairRdd<String, String> wholeTextFiles(String path) {
        return wholeTextFiles(path, defaultMinPartitions());
    }

    /** As {@link #wholeTextFiles(String)}, with a hint for the number of partitions. */
    public PairRdd<String, String> wholeTextFiles(String path, int minPartitions) {
        return new PairRdd<>(this, input(files().wholeText(path(path), hadoop()), minPartitions));
    }

    /** Records of an {@code org.apache.hadoop.mapred.InputFormat}; each is a new object. */
    public <K, V> PairRdd<K, V> hadoopFile(
            String path, Class<?> inputFormatClass, Class<K> keyClass, Class<V> valueClass) {
        return hadoopFile(path, inputFormatClass, keyClass, valueClass, defaultMinPartitions());
    }

    /** As above, with a hint for the number of partitions. */
    public <K, V> PairRdd<K, V> hadoopFile(
            String path, Class<?> inputFormatClass, Class<K> keyClass, Class<V> valueClass, int minPartitions) {
        return new PairRdd<>(
                this,
                input(
                        files().mapredInput(path(path), inputFormatClass, keyClass, valueClass, hadoop()),
                        minPartitions));
    }

    /** Records of an {@code org.apache.hadoop.mapreduce.InputFormat}; each is a new object. */
    public <K, V> PairRdd<K, V> newAPIHadoopFile(
            String path, Class<?> inputFormatClass, Class<K> keyClass, Class<V> valueClass) {
        return newAPIHadoopFile(path, inputFormatClass, keyClass, valueClass, Map.of());
    }

    /** As above, with settings of Hadoop; a {@code Configuration} is such an iterable. */
    public <K, V> PairRdd<K, V> newAPIHadoopFile(
            String path,
            Class<?> inputFormatClass,
            Class<K> keyClass,
            Class<V> valueClass,
            Iterable<Map.Entry<String, String>> settings) {
        return newAPIHadoopFile(path, inputFormatClass, keyClass, valueClass, HadoopSettings.of(settings));
    }

    /** As above, with settings of Hadoop. */
    public <K, V> PairRdd<K, V> newAPIHadoopFile(
            String path,
            Class<?> inputFormatClass,
            Class<K> keyClass,
            Class<V> valueClass,
            Map<String, String> settings) {
        return new PairRdd<>(
                this,
                input(files().mapreduceInput(path(path), inputFormatClass, keyClass, valueClass, hadoop(settings)), 1));
    }

    // ---------------------------------------------------------------- shared with tasks

    /**
     * Sends a value to each executor that needs it once. It must not be null, nor change afterwards.
     * Cost: encoded here at once and held as pieces of 4 MiB, which executors fetch from each other.
     */
    public <T> Broadcast<T> broadcast(T value) {
        checkOpen();
        Broadcast<T> broadcast = shared.broadcast(Checks.present(value, "the value to broadcast"));
        String blocks = DriverBroadcast.prefix(broadcast.id());
        reclaimer.blocksOf(broadcast, () -> blocks);
        return broadcast;
    }

    /** A sum of whole numbers that tasks add to: each successful task of an action counts once. */
    public LongAccumulator longAccumulator() {
        return registered(new LongAccumulator(), null);
    }

    public LongAccumulator longAccumulator(String name) {
        return registered(new LongAccumulator(), name);
    }

    /** A sum of doubles that tasks add to. */
    public DoubleAccumulator doubleAccumulator() {
        return registered(new DoubleAccumulator(), null);
    }

    public DoubleAccumulator doubleAccumulator(String name) {
        return registered(new DoubleAccumulator(), name);
    }

    /** A collection that tasks add to; the driver holds all of it. */
    public <T> CollectionAccumulator<T> collectionAccumulator() {
        return registered(new CollectionAccumulator<>(), null);
    }

    public <T> CollectionAccumulator<T> collectionAccumulator(String name) {
        return registered(new CollectionAccumulator<>(), name);
    }

    /** Makes an accumulator of the program's own kind known; fails with INVALID_ARGUMENT when it is known already. */
    public void register(Accumulator<?, ?> accumulator) {
        registered(Checks.present(accumulator, "the accumulator"), null);
    }

    public void register(Accumulator<?, ?> accumulator, String name) {
        registered(Checks.present(accumulator, "the accumulator"), name);
    }

    // ---------------------------------------------------------------- what it knows of itself

    public String appName() {
        return conf.get(Settings.APP_NAME);
    }

    public String master() {
        return master;
    }

    public String applicationId() {
        return backend.applicationId();
    }

    /** Milliseconds since 1970. */
    public long startTime() {
        return startTime;
    }

    /** All settings, by name. */
    public Map<String, String> getConf() {
        return conf.asMap();
    }

    /** Partitions of a collection for which the program names no number. */
    public int defaultParallelism() {
        return lineage.defaultParallelism();
    }

    /** The least number of partitions of files for which the program names none: 2, or 1 with a single slot. */
    public int defaultMinPartitions() {
        return Math.min(defaultParallelism(), 2);
    }

    @Override
    public String toString() {
        return "LisleContext(" + appName() + " on " + master + (closed.get() ? ", closed)" : ")");
    }

    // ---------------------------------------------------------------- for the classes here

    void checkOpen() {
        if (closed.get()) {
            throw new LisleException(
                    ErrorCode.CONTEXT_CLOSED,
                    "the LisleContext of " + appName() + " is closed",
                    "use its datasets before close()");
        }
    }

    private <A extends Accumulator<?, ?>> A registered(A accumulator, @Nullable String name) {
        checkOpen();
        Accumulator<?, ?> any = accumulator;
        shared.register(any, name);
        return accumulator;
    }

    ActionSet actionSet() {
        return actionSet;
    }

    @Override
    Actions jobs() {
        return jobs;
    }

    FileService files() {
        checkOpen();
        return files.get();
    }

    Map<String, String> hadoop() {
        return conf.hadoopSettings();
    }

    Map<String, String> hadoop(Map<String, String> overrides) {
        Map<String, String> all = new TreeMap<>(hadoop());
        all.putAll(Checks.present(overrides, "the settings"));
        return all;
    }

    void save(DataSink<?> sink, RddActions<?> rdd) {
        save.to(sink, rdd.node(), rdd.site());
    }

    String explain(Node node) {
        return Explain.of(node, planner);
    }

    void persist(Node node, StorageLevel level) {
        checkOpen();
        if (!node.level().isValid() && level.isValid()) {
            AtomicInteger storedAs = node.storedAs();
            reclaimer.blocksOf(node, () -> blocks(storedAs));
        }
        node.persist(level);
    }

    void unpersist(Node node) {
        checkOpen();
        if (node.level().isValid()) {
            node.unpersist();
            backend.services().removeBlocks(List.of(blocks(node.storedAs())));
        }
    }

    private static String blocks(AtomicInteger storedAs) {
        return "rdd_" + storedAs.get() + "_";
    }

    /** The line of the program that called, or what it named instead; also where a closed context is noticed. */
    CallSite site() {
        checkOpen();
        return named(CallSites.here());
    }

    private Node values(List<?> values, int numPartitions) {
        return Sources.values(lineage, site(), Checks.present(values, "the list"), Checks.partitions(numPartitions));
    }

    private Node input(DataSource<?> source, int minPartitions) {
        return Sources.input(lineage, site(), source, Checks.partitions(minPartitions));
    }

    private static String path(String path) {
        return Checks.present(path, "the path");
    }

    private Node unionOf(Rdd<?>[] rdds) {
        List<Rdd<?>> all = Arrays.asList(Checks.present(rdds, "the datasets"));
        if (all.isEmpty()) {
            throw Checks.invalid("a union of no datasets is asked for", "pass one at least");
        }
        Checks.sameContext(this, all);
        return Narrow.union(all.stream().map(RddActions::node).toList(), site());
    }
}
