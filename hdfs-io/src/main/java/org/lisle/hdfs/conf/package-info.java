/**
 * The Hadoop configuration of this process and what a source or sink lays over it. Safe for any thread. A leaf: imports Hadoop only.
 */
@NullMarked
package org.lisle.hdfs.conf;

import org.jspecify.annotations.NullMarked;
