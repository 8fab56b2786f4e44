/**
 * How a directory that a job has filled takes its public place, whole or not at all, whatever dies in between. {@code StagingPlace} is
 * where jobs work, {@code MovePlan} the renames of a publication as values, {@code Publication} does and undoes them. Used by the commit
 * package, on the driver's threads; nothing is kept in memory between calls. Read {@link org.lisle.hdfs.publish.Publication} first.
 */
@NullMarked
package org.lisle.hdfs.publish;

import org.jspecify.annotations.NullMarked;
