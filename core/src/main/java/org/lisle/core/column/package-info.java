/**
 * Records in batches, column by column: the form of serialised cached partitions whose records are made of numbers and strings. Start at
 * {@link org.lisle.core.column.BatchWriter} and {@link org.lisle.core.column.BatchReader}.
 *
 * <p>A record is a tree: pairs and Java records have parts, whose leaves are boxed or primitive numbers, strings and arrays of bytes. There
 * is a column for each node, written by a {@link org.lisle.core.column.ColumnWriter} and read by a
 * {@link org.lisle.core.column.ColumnReader}. Everything here is confined to one thread. Imports codec, error and org.lisle.api for
 * {@code Pair}.
 */
@NullMarked
package org.lisle.core.column;

import org.jspecify.annotations.NullMarked;
