/**
 * What the engine knows of files: sources that are cut into splits, sinks whose output is committed, and the service through which
 * the planner reaches them without knowing Hadoop. Implemented in module hdfs-io.
 */
@NullMarked
package org.lisle.core.io;

import org.jspecify.annotations.NullMarked;
