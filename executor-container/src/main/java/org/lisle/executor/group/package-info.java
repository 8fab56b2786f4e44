/**
 * Gathering all values of a key, of one or several inputs: in a hash table, spilling runs sorted by the keys' hashes; the values of a key
 * that are too many for memory lie on disk. Start at {@link org.lisle.executor.group.KeyGrouper}. Imports table, spill, memory and record.
 * Confined to the task's thread.
 */
@NullMarked
package org.lisle.executor.group;

import org.jspecify.annotations.NullMarked;
