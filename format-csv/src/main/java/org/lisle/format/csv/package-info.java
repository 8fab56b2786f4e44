/**
 * CSV (RFC 4180). {@link org.lisle.format.csv.Csv} is for users; a {@code CsvReadFormat} opens pieces of files, in which {@code RowLines} gives
 * lines to FastCSV's parser and {@code RowValues} makes values of its fields; {@code CsvFile} writes. Imports the API, core's records
 * and hdfs-io's seam for formats.
 */
@NullMarked
package org.lisle.format.csv;

import org.jspecify.annotations.NullMarked;
