/**
 * The files of a shuffle on this node: their names, the index beside each data file, finding the files of any executor of the application,
 * and removing them. Start at {@link org.lisle.executor.shuffle.segment.SegmentFiles}. Shared by write, fetch and serve. Imports disk and
 * core. Thread-safe.
 */
@NullMarked
package org.lisle.executor.shuffle.segment;

import org.jspecify.annotations.NullMarked;
