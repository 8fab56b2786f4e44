/**
 * The comparison: runs the measured jobs on a cluster with Lisle and, where they are given, with Spark and MapReduce in turn, watches the
 * processes, compares the results, and writes a table and a picture. For a cluster whose processes all run on this machine, since CPU
 * and memory are read from /proc.
 *
 * <p>Read first: {@link org.lisle.benchmarks.compare.Compare}, then {@link org.lisle.benchmarks.compare.Engine}.
 */
@NullMarked
package org.lisle.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
