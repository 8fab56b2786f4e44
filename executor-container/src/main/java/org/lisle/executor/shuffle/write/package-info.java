/**
 * The map side of a shuffle (D3): records to pages, pages to runs sorted by reduce partition, runs to one data file and index per map
 * task. Start at {@link org.lisle.executor.shuffle.write.ShuffleWriters}. Confined to the task's thread. Imports memory, disk, merge, segment and core.
 */
@NullMarked
package org.lisle.executor.shuffle.write;

import org.jspecify.annotations.NullMarked;
