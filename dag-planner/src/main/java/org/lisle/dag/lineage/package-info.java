/**
 * What a program has said so far: immutable {@link org.lisle.dag.lineage.Node}s, one for each dataset, with their dependencies. Nothing
 * here runs a job; what must be known before a plan can be made (splits, bounds of range partitioners, counts) is a
 * {@link org.lisle.dag.lineage.Memo} that the first action resolves. Used by any thread of the user's program. May import core only.
 * Read Node, then Dependency, then the factories: {@link org.lisle.dag.lineage.Sources}, {@link org.lisle.dag.lineage.Narrow},
 * {@link org.lisle.dag.lineage.Keyed}.
 */
@NullMarked
package org.lisle.dag.lineage;

import org.jspecify.annotations.NullMarked;
