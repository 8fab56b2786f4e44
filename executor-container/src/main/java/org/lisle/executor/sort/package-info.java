/**
 * Sorting the pairs of a partition by key, of any number: as bytes ({@link org.lisle.executor.sort.EncodedSorter}), or as objects by a
 * comparator ({@link org.lisle.executor.sort.PairSorter}). Imports encoded, spill, memory and record. Confined to the task's thread.
 */
@NullMarked
package org.lisle.executor.sort;

import org.jspecify.annotations.NullMarked;
