/**
 * Copies of many small map outputs of this node in few files, in which the segments of a reduce partition lie side by side: a reduce task
 * opens those instead of one file a map task (decision 047). The outputs' own files stay what counts; without these copies, or when one is
 * damaged, they are read. Start at {@link org.lisle.executor.shuffle.merge.MergedSegments}. Imports segment, disk and core. Thread-safe but
 * for {@link org.lisle.executor.shuffle.merge.MergedPartition}, which belongs to a task's thread.
 */
@NullMarked
package org.lisle.executor.shuffle.merge;

import org.jspecify.annotations.NullMarked;
