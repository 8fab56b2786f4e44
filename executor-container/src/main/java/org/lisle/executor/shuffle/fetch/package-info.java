/**
 * The reduce side of a shuffle (D3): where the segments lie, reading them from files of this node and from other executors within a budget
 * of bytes, and decoding them in the order of the map partitions. Start at {@link org.lisle.executor.shuffle.fetch.ShuffleReader}.
 *
 * <p>Threads: a {@code RecordStream} belongs to its task's thread; pieces arrive on event loops. Imports memory, disk, driver, serve's
 * index files, transport and core.
 */
@NullMarked
package org.lisle.executor.shuffle.fetch;

import org.jspecify.annotations.NullMarked;
