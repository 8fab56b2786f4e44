package org.lisle.dag.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lisle.core.io.InputSplit;
import org.lisle.core.operator.CallSite;

/** Collects what a node is; by default it has the partitions of its first dependency and no partitioning. */
final class NodeBuilder {
    final Lineage lineage;
    final CallSite site;
    final String kind;
    final List<Dependency> dependencies = new ArrayList<>();
    final List<Memo<?>> prerequisites = new ArrayList<>();
    Supplier<Optional<Partitioning>> partitioning = Optional::empty;
    Supplier<Integer> partitions = this::partitionsOfFirst;
    Supplier<String> detail = () -> "";
    boolean ordered = true;
    boolean oneRecordPerKey;
    boolean byRecord;
    boolean barrier;
    List<Integer> divisible = List.of();

    @Nullable
    Memo<List<InputSplit>> splits;

    Function<List<InputSplit>, List<String>> version = splits -> List.of();
    BiFunction<List<InputSplit>, Long, List<InputSplit>> thinning = (splits, stride) -> splits;

    NodeBuilder(Lineage lineage, CallSite site, String kind) {
        this.lineage = lineage;
        this.site = site;
        this.kind = kind;
    }

    NodeBuilder on(Node parent) {
        dependencies.add(new Dependency.OneToOne(parent));
        return this;
    }

    NodeBuilder on(ByKey dependency) {
        dependencies.add(dependency);
        partitioning = () -> Optional.of(dependency.partitioning());
        return this;
    }

    NodeBuilder partitioning(Supplier<Optional<Partitioning>> partitioning) {
        this.partitioning = partitioning;
        return this;
    }

    /** Keys stay where they are: the parent's partitioning is this node's. */
    NodeBuilder keepsPartitioning() {
        Node parent = dependencies.get(0).parent();
        return partitioning(parent::partitioning);
    }

    NodeBuilder partitions(Supplier<Integer> partitions) {
        this.partitions = partitions;
        return this;
    }

    NodeBuilder detail(Supplier<String> detail) {
        this.detail = detail;
        return this;
    }

    /** One record for each key, in an order that depends on the memory that the task had. */
    NodeBuilder hashed() {
        ordered = false;
        oneRecordPerKey = true;
        return this;
    }

    /** Each record is made of one record, whatever else its partition has. */
    NodeBuilder byRecord() {
        byRecord = true;
        return this;
    }

    /** All partitions are computed at the same time. */
    NodeBuilder barrier() {
        barrier = true;
        return this;
    }

    /** The dependencies, by number, of which a task may be given a part. */
    NodeBuilder divisible(List<Integer> dependenciesByNumber) {
        divisible = dependenciesByNumber;
        return this;
    }

    /** Keys stay as they are, and no record becomes several. */
    NodeBuilder keepsKeys() {
        oneRecordPerKey = dependencies.get(0).parent().hasOneRecordPerKey();
        return this;
    }

    /** Resolved by the first action, after the parents' prerequisites. */
    NodeBuilder requires(Memo<?> prerequisite) {
        prerequisites.add(prerequisite);
        return this;
    }

    NodeBuilder splits(Memo<List<InputSplit>> splits) {
        this.splits = splits;
        return requires(splits);
    }

    /** What identifies the content of the splits besides themselves. */
    NodeBuilder version(Function<List<InputSplit>, List<String>> version) {
        this.version = version;
        return this;
    }

    /** What makes splits that stand for a leaf's, see {@link org.lisle.core.io.DataSource#thinned}. */
    NodeBuilder thinning(BiFunction<List<InputSplit>, Long, List<InputSplit>> splitsAndStride) {
        thinning = splitsAndStride;
        return this;
    }

    Node build(Step step) {
        return new Node(this, step);
    }

    private int partitionsOfFirst() {
        Dependency first = dependencies.get(0);
        return first instanceof ByKey byKey
                ? byKey.partitioning().partitions()
                : first.parent().partitions();
    }
}
