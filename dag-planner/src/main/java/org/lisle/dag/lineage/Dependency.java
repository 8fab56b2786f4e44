package org.lisle.dag.lineage;

/** How a dataset depends on another. */
public sealed interface Dependency permits Dependency.OneToOne, ByKey {
    Node parent();

    /** Partitions of the child are made of whole partitions of the parent, in the same task. */
    record OneToOne(Node parent) implements Dependency {}
}
