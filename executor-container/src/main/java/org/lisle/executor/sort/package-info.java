/**
 * Sorting the pairs of a partition by key, of any number. Start at {@link org.lisle.executor.sort.PairSorter}. Imports spill, memory and
 * record. Confined to the task's thread.
 */
@NullMarked
package org.lisle.executor.sort;

import org.jspecify.annotations.NullMarked;
