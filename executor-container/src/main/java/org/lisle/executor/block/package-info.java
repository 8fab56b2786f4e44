/**
 * Blocks that this executor keeps for others and for itself: cached partitions, pieces of broadcast values, large results. Start at
 * {@link org.lisle.executor.block.BlockStore}. Imports memory, disk, driver, transport and core. The store is thread-safe; builders and
 * values belong to one task's thread.
 */
@NullMarked
package org.lisle.executor.block;

import org.jspecify.annotations.NullMarked;
