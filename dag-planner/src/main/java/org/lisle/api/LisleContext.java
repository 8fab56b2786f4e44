package org.lisle.api;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.lisle.api.listener.LisleListener;
import org.lisle.api.resource.ResourceInformation;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.core.compress.Compression;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.PolicySettings;
import org.lisle.core.config.Settings;
import org.lisle.core.config.SubmittedSettings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSink;
import org.lisle.core.io.FileService;
import org.lisle.core.launch.LisleVersion;
import org.lisle.core.operator.CallSite;
import org.lisle.dag.action.ActionSet;
import org.lisle.dag.action.Actions;
import org.lisle.dag.action.Checkpoints;
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
import org.lisle.dag.plan.StageResources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
public final class LisleContext extends ContextFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LisleContext.class);
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
    private final Checkpoints checkpoints;
    private final Lineage lineage;
    private final AddedFiles added = new AddedFiles();
    private final Memo<FileService> files = new Memo<>(Backends::files);
    private final Map<Node, Integer> persisted = Collections.synchronizedMap(new WeakHashMap<>());

    private LisleContext(LisleConf conf, String master, Backend backend) {
        super(conf.hadoopSettings());
        this.conf = conf;
        this.master = master;
        this.backend = backend;
        this.reclaimer = new Reclaimer(backend.services());
        DriverJournal journal = backend.journal();
        DigestContext digests = new DigestContext(backend.jobClassLoader());
        this.planner = new Planner(
                reclaimer::shuffleOf,
                journal,
                digests,
                conf.get(PolicySettings.SKEW_JOIN),
                StageResources.of(conf, backend::executors));
        JobValues values = new JobValues(backend.jobClassLoader());
        this.shared = new SharedVariables(
                backend.services(),
                Compression.parse(conf.get(Settings.IO_COMPRESSION)),
                backend.jobClassLoader(),
                journal,
                digests);
        this.jobs = new Actions(
                planner, backend.jobs(), values, () -> added.with(properties().all()));
        this.actionSet = ActionSet.of(jobs, properties()::set);
        this.save = new Save(jobs, backend.applicationTime(), backend.applicationNumber(), journal);
        this.checkpoints = new Checkpoints(save, actionSet.records(), this::files, hadoopConfiguration()::asMap);
        jobs.afterEachJob(checkpoints::after);
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
                LisleFiles.forgetAdded();
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

    /** No records, and no partitions. Cost: none. */
    public <T> Rdd<T> emptyRDD() {
        return new Rdd<>(this, Sources.values(lineage, site(), List.of(), 0));
    }

    /**
     * All records of all datasets, of which there must be one at least. Cost: narrow; keys stay where they are when all that have partitions are
     * partitioned alike.
     */
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

    /** As {@link #addFile(String, boolean)}, of a single file. */
    public void addFile(String path) {
        addFile(path, false);
    }

    /**
     * Makes a file known to the tasks of actions that are called from now on, by its name: {@link LisleFiles#get}. A path counts once.
     * Cost: its content is read here and sent as a broadcast, so it must fit in the driver's and the executors' memory.
     *
     * @param path of any Hadoop file system, or of this machine as {@code file:/...}
     * @param recursive must be false: fails with INVALID_ARGUMENT for directories, which are to be packed before
     */
    public void addFile(String path, boolean recursive) {
        checkOpen();
        if (recursive) {
            throw Checks.invalid("a directory cannot be added", "pack it into an archive, or pass it with --archives");
        }
        if (!added.knowsFile(Checks.present(path, "the path"))) {
            added.addFile(path, broadcast(files().content(path, hadoop())));
        }
    }

    /** Makes a jar's classes known to the tasks of actions that are called from now on. A path counts once. Cost: as {@link #addFile}. */
    public void addJar(String path) {
        checkOpen();
        if (!added.knowsJar(Checks.present(path, "the path"))) {
            added.addJar(path, broadcast(files().content(path, hadoop())), backend.jobClassLoader());
        }
    }

    /** The jars that were added. */
    public List<String> jars() {
        return added.jars();
    }

    /** A sum of whole numbers that tasks add to: each successful task of an action counts once. Cost: a number with each report of a task. */
    public LongAccumulator longAccumulator() {
        return registered(new LongAccumulator(), null);
    }

    /** As {@link #longAccumulator()}, with a name for people. */
    public LongAccumulator longAccumulator(String name) {
        return registered(new LongAccumulator(), name);
    }

    /** A sum of doubles that tasks add to. Cost: some numbers with each report of a task. */
    public DoubleAccumulator doubleAccumulator() {
        return registered(new DoubleAccumulator(), null);
    }

    /** As {@link #doubleAccumulator()}, with a name for people. */
    public DoubleAccumulator doubleAccumulator(String name) {
        return registered(new DoubleAccumulator(), name);
    }

    /** A collection that tasks add to. Cost: what a task adds travels with its report; the driver holds all of it. */
    public <T> CollectionAccumulator<T> collectionAccumulator() {
        return registered(new CollectionAccumulator<>(), null);
    }

    /** As {@link #collectionAccumulator()}, with a name for people. */
    public <T> CollectionAccumulator<T> collectionAccumulator(String name) {
        return registered(new CollectionAccumulator<>(), name);
    }

    /**
     * Makes an accumulator of the program's own kind known; fails with INVALID_ARGUMENT when it is known already.
     * Cost: its value travels with each report of a task that adds to it.
     */
    public void register(Accumulator<?, ?> accumulator) {
        registered(Checks.present(accumulator, "the accumulator"), null);
    }

    /** As {@link #register(Accumulator)}, with a name for people. */
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

    /** All settings, by name, in a map of the caller's own. */
    public Map<String, String> getConf() {
        return new TreeMap<>(conf.asMap());
    }

    /** All settings, by name, in a map that cannot be changed. */
    public Map<String, String> getReadOnlyConf() {
        return Collections.unmodifiableMap(conf.asMap());
    }

    /** Whether everything runs in this process. */
    public Boolean isLocal() {
        return master.equals("local") || master.startsWith("local[");
    }

    /** The user who runs this process, {@code HADOOP_USER_NAME} where it is set. */
    public String sparkUser() {
        return Optional.ofNullable(System.getenv("HADOOP_USER_NAME")).orElseGet(() -> System.getProperty("user.name"));
    }

    /** Of Lisle. */
    public String version() {
        return LisleVersion.text();
    }

    /** Jobs, stages and their tasks as they are now. */
    public StatusTracker statusTracker() {
        return new StatusTracker(backend.services()::status, jobs::jobsOfGroup);
    }

    /** The datasets that are persisted and reachable, by their id. */
    public Map<Integer, Rdd<?>> getPersistentRDDs() {
        Map<Integer, Rdd<?>> all = new TreeMap<>();
        for (Node node : List.copyOf(persisted.keySet())) {
            if (node.level().isValid()) {
                all.put(node.id(), new Rdd<>(this, node));
            }
        }
        return all;
    }

    /** What the driver's process was given of resources besides memory and processors: nothing here ever is. */
    public Map<String, ResourceInformation> resources() {
        return Map.of();
    }

    /**
     * Sets the level of the driver's root logger: ALL, TRACE, DEBUG, INFO, WARN, ERROR, FATAL or OFF. Executors keep theirs. Does nothing but
     * say so where the logging library is not the one of Hadoop.
     */
    public void setLogLevel(String logLevel) {
        LogLevels.set(logLevel);
    }

    /** Closes the context. The exit code of a submitted program is that of its process: pass it to {@link System#exit} as well. */
    public void stop(int exitCode) {
        LOG.info("The program stopped its context with exit code {}", exitCode);
        close();
    }

    /**
     * Where checkpoints go from now on: below a directory of this application's own in it. On a cluster it must be in a file system that all
     * nodes see.
     */
    public void setCheckpointDir(String directory) {
        checkOpen();
        checkpoints.setDirectory(Checks.present(directory, "the directory") + "/" + applicationId());
    }

    /** Where checkpoints go; empty when that was not said. */
    public Optional<String> getCheckpointDir() {
        return checkpoints.directory();
    }

    /** Hears of jobs, stages, tasks, executors and blocks from now on, on a thread of its own; see {@link LisleListener}. */
    public void addListener(LisleListener listener) {
        checkOpen();
        backend.services().addListener(Checks.present(listener, "the listener"));
    }

    /** Hears of nothing any more. */
    public void removeListener(LisleListener listener) {
        backend.services().removeListener(listener);
    }

    /** Partitions of a collection for which the program names no number. */
    public int defaultParallelism() {
        return lineage.defaultParallelism();
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

    Checkpoints checkpoints() {
        return checkpoints;
    }

    ActionSet actionSet() {
        return actionSet;
    }

    @Override
    Actions jobs() {
        return jobs;
    }

    @Override
    FileService files() {
        checkOpen();
        return files.get();
    }

    @Override
    Lineage lineage() {
        return lineage;
    }

    @Override
    LisleContext self() {
        return this;
    }

    void save(DataSink<?> sink, RddActions<?> rdd) {
        save(sink, rdd.node(), rdd.site());
    }

    void save(DataSink<?> sink, Node node, CallSite site) {
        save.to(sink, node, site);
    }

    /** Fails with INVALID_ARGUMENT or EXECUTOR_TOO_LARGE where no executor could be as the profile says. */
    void checkResources(ResourceProfile profile) {
        backend.executors(profile);
    }

    String explain(Node node) {
        return Explain.of(node, planner);
    }

    void persist(Node node, StorageLevel level) {
        checkOpen();
        persisted.put(node, node.id());
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
    @Override
    CallSite site() {
        checkOpen();
        return named(CallSites.here());
    }

    private Node values(List<?> values, int numPartitions) {
        return Sources.values(lineage, site(), Checks.present(values, "the list"), Checks.partitions(numPartitions));
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
