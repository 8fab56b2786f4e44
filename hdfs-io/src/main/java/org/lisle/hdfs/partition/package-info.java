/**
 * Directories named after values, {@code dt=2026-01-01/}: {@code PartitionPath} is their names, {@code PartitionDirectories} finds them,
 * {@code PartitionedSource} reads what is in them together with the values. Listing runs in the driver.
 */
@NullMarked
package org.lisle.hdfs.partition;

import org.jspecify.annotations.NullMarked;
