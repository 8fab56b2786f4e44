/**
 * The files of the Hadoop world behind {@link org.lisle.core.io.FileService}; for others are {@link org.lisle.hdfs.HadoopFileService}, and the
 * seam for formats in modules of their own, {@code format}.
 * It puts the packages below together: {@code conf} (the process's Hadoop configuration), {@code failure} (what an IOException means to
 * a person), {@code codec} (compression), {@code split} (listing, cutting and packing of files), {@code text} (reading of lines and
 * whole files), {@code bridge} (any Hadoop InputFormat) and {@code commit} (output that appears whole or not at all). Imports core and
 * Hadoop's FileSystem and mapreduce-client-core classes. Read HadoopFileService first, then split.SplitPlanner and text.LineReader.
 */
@NullMarked
package org.lisle.hdfs;

import org.jspecify.annotations.NullMarked;
