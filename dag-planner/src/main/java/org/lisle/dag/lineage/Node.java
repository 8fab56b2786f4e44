package org.lisle.dag.lineage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lisle.api.StorageLevel;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.InputSplit;
import org.lisle.core.operator.CallSite;

/**
 * One dataset of a program: what it is made of and how. Immutable but for its name, storage level and checkpoint; knows nothing of stages. Its number
 * of partitions and its partitioning are found when first asked for, because they may follow from the splits of files.
 */
public final class Node {
    private final Lineage lineage;
    private final int id;
    private final CallSite site;
    private final String kind;
    private volatile List<Dependency> dependencies;
    private final List<Memo<?>> prerequisites;
    private final Memo<Integer> partitions;
    private final Memo<Optional<Partitioning>> partitioning;
    private final Supplier<String> detail;
    private volatile @Nullable Memo<List<InputSplit>> splits;
    private final Function<List<InputSplit>, List<String>> version;
    private final BiFunction<List<InputSplit>, Long, List<InputSplit>> thinning;
    private volatile Step step;
    private final boolean orderFixed;
    private final boolean oneRecordPerKey;
    private final boolean byRecord;
    private final boolean divisible;
    private final boolean barrier;
    private final AtomicInteger storedAs;

    @GuardedBy("this")
    private StorageLevel level = StorageLevel.NONE;

    private volatile @Nullable String name;
    private volatile @Nullable ResourceProfile resources;
    private volatile boolean prepared;
    private volatile boolean isCut;

    Node(NodeBuilder made, Step step) {
        this.lineage = made.lineage;
        this.id = made.lineage.nextId();
        this.storedAs = new AtomicInteger(made.lineage.storedAs(id));
        this.site = made.site;
        this.kind = made.kind;
        this.dependencies = List.copyOf(made.dependencies);
        this.prerequisites = List.copyOf(made.prerequisites);
        this.partitions = new Memo<>(made.partitions);
        this.partitioning = new Memo<>(made.partitioning);
        this.detail = made.detail;
        this.splits = made.splits;
        this.version = made.version;
        this.thinning = made.thinning;
        this.step = step;
        this.orderFixed = made.ordered
                && dependencies.stream()
                        .allMatch(dependency -> dependency.parent().isOrderFixed());
        this.oneRecordPerKey = made.oneRecordPerKey;
        this.byRecord = made.byRecord;
        this.divisible = !made.divisible.isEmpty();
        this.barrier = made.barrier;
    }

    /** Unique in the context, in the order in which datasets were made. */
    public int id() {
        return id;
    }

    /** The number in the names of its cached blocks; changes once at most, when it is planned first and an earlier driver left blocks. */
    public AtomicInteger storedAs() {
        return storedAs;
    }

    public Lineage lineage() {
        return lineage;
    }

    public CallSite site() {
        return site;
    }

    /** What it does, for explain: the name of its operator. */
    public String kind() {
        return kind;
    }

    /** More for explain, such as a file source's description; empty for none. */
    public String detail() {
        return detail.get();
    }

    public List<Dependency> dependencies() {
        return dependencies;
    }

    public Step step() {
        return step;
    }

    /** How many partitions; may ask a file system for splits, runs no job. */
    public int partitions() {
        return partitions.get();
    }

    /** Where its keys lie, if that is known; may ask a file system for splits, runs no job. */
    public Optional<Partitioning> partitioning() {
        return partitioning.get();
    }

    /**
     * Whether a partition has its records in the same order each time it is computed, as far as the program's functions do alike each time.
     * Not so after a hash table, which gives its entries in an order that depends on where it was spilled.
     */
    public boolean isOrderFixed() {
        return orderFixed;
    }

    /**
     * Whether a partition computed again may have other records although its input is the same: where functions of the program run, and
     * where records of equal keys are put together in an order that depends on memory.
     */
    public boolean mayDiffer() {
        return switch (kind) {
            case "Values", "Input", "Union", "Coalesce", "PartitionBy", "SortByKey" -> false;
            default -> true;
        };
    }

    /** Whether a partition has pairs, no two of them with equal keys. */
    public boolean hasOneRecordPerKey() {
        return oneRecordPerKey;
    }

    /** Whether each record is made of one record of the only dependency, whatever else its partition has, or is that record. */
    public boolean isByRecord() {
        return switch (kind) {
            case "MapRecords", "MapValues", "FilterRecords", "FlatMapRecords", "FlatMapValues", "PartitionBy" -> true;
            default -> byRecord;
        };
    }

    /** Whether all its partitions are computed at the same time; not so once it is read from a checkpoint. */
    public boolean isBarrier() {
        return barrier && !isCut;
    }

    /** Whether a partition may be computed by several tasks, each with a part of the records of one dependency. */
    public boolean isDivisible() {
        return divisible;
    }

    /** The inputs of a leaf; empty for what is no leaf. */
    public Optional<List<InputSplit>> splits() {
        Memo<List<InputSplit>> known = splits;
        return known == null ? Optional.empty() : Optional.of(known.get());
    }

    /**
     * Splits in place of those of a leaf, each with parts of what it stands for, or the split itself.
     *
     * @param stride one part in so many bytes
     */
    List<InputSplit> thinnedSplits(long stride) {
        return thinning.apply(splits().orElse(List.of()), stride);
    }

    /** What else identifies a leaf's content, such as lengths and times of files that its splits do not hold. */
    public List<String> contentVersion() {
        return splits == null ? List.of() : version.apply(splits.get());
    }

    public synchronized StorageLevel level() {
        return level;
    }

    /** @throws LisleException INVALID_ARGUMENT when it is persisted at another level */
    public synchronized void persist(StorageLevel wanted) {
        if (level.isValid() && !level.equals(wanted)) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the dataset of " + site + " is persisted as (" + level.description() + ") and cannot become ("
                            + wanted.description() + ")",
                    "unpersist it first");
        }
        level = wanted;
    }

    public synchronized void unpersist() {
        level = StorageLevel.NONE;
    }

    public @Nullable String name() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    /** What executors and tasks of its stage are to have; null for nothing said. */
    public @Nullable ResourceProfile resources() {
        return resources;
    }

    public void setResources(ResourceProfile wanted) {
        resources = wanted;
    }

    /** From now on this is made of the other node, partition by partition; what it was made of is forgotten. That node is prepared. */
    public synchronized void cut(Node standIn) {
        step = (id, inputs) -> Narrow.only(inputs);
        splits = null;
        isCut = true;
        dependencies = List.of(new Dependency.OneToOne(standIn));
    }

    boolean prepared() {
        return prepared;
    }

    /** Resolves what a plan needs of this node; its parents are prepared already. */
    void resolve() {
        partitioning.get();
        partitions.get();
        prerequisites.forEach(Memo::get);
        prepared = true;
    }

    @Override
    public String toString() {
        return kind + "[" + id + "] " + site;
    }
}
