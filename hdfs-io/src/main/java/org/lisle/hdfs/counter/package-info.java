/** Counts bytes of Hadoop file systems. A leaf: imports Hadoop only. */
@NullMarked
package org.lisle.hdfs.counter;

import org.jspecify.annotations.NullMarked;
