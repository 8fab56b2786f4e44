/** What Hadoop's file systems lack for directories that several jobs use. A leaf: imports Hadoop only. Pure functions, any thread. */
@NullMarked
package org.lisle.hdfs.directory;

import org.jspecify.annotations.NullMarked;
