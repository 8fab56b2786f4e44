/**
 * Values of equal keys become one: in a hash table, spilling runs sorted by the keys' hashes ({@link org.lisle.executor.aggregate.KeyCombiner}),
 * or flushing into the shuffle ({@link org.lisle.executor.aggregate.MapSideCombiner}). Imports table, spill, memory and record. Confined to
 * the task's thread.
 */
@NullMarked
package org.lisle.executor.aggregate;

import org.jspecify.annotations.NullMarked;
