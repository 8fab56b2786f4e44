/**
 * From what the user named to what tasks read: {@code InputPaths} lists files, {@code SplitPlanner} cuts them at blocks,
 * {@code PiecePacker} puts small pieces together, {@code HostRanking} says where a split is best read, {@code SplitPayload} is its bytes.
 * Cutting, packing and ranking are pure functions; listing runs on the driver's thread that asks for splits.
 */
@NullMarked
package org.lisle.hdfs.split;

import org.jspecify.annotations.NullMarked;
