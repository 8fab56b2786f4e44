/**
 * Reading of text: {@code LineReader} finds the lines of a stream, {@code LinesOpener} makes a stream of a piece of a file,
 * {@code TextRecordReader} goes through the pieces of a split. Sources are immutable; everything that reads is confined to its task's
 * thread.
 */
@NullMarked
package org.lisle.hdfs.text;

import org.jspecify.annotations.NullMarked;
