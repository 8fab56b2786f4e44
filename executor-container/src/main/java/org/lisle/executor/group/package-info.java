/**
 * Gathering all values of a key, of one or several inputs: as bytes sorted by the keys' hashes
 * ({@link org.lisle.executor.group.EncodedGrouper}), or as objects in a hash table ({@link org.lisle.executor.group.KeyGrouper}); both spill
 * runs sorted by hash; the values of a key that are too many for memory lie on disk. Imports encoded, table, spill, memory and record.
 * Confined to the task's thread.
 */
@NullMarked
package org.lisle.executor.group;

import org.jspecify.annotations.NullMarked;
