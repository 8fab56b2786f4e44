/**
 * The seam for formats of files: what a format must do to be read in pieces and written by attempts, and what it is given for that
 * (streams through codecs, files that are checked to be those that were listed). Formats live in modules of their own; listing,
 * cutting, packing and committing are done here and in {@code split} and {@code commit}, the same for all. Objects of tasks are confined to
 * the task's thread, {@code ReadFormat} and {@code WriteFormat} are immutable.
 */
@NullMarked
package org.lisle.hdfs.format;

import org.jspecify.annotations.NullMarked;
