/**
 * Records that made the user's code throw, on Hadoop's FileSystem API: {@link org.lisle.hdfs.badrecords.HadoopBadRecordFiles} for driver
 * and executors. Imports conf, directory, failure and core.
 */
@NullMarked
package org.lisle.hdfs.badrecords;

import org.jspecify.annotations.NullMarked;
