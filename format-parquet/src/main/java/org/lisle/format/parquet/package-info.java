/**
 * Parquet files. {@link org.lisle.format.parquet.Parquet} is for users, with {@link org.lisle.format.parquet.Column} and
 * {@link org.lisle.format.parquet.Filter} for what is wanted of the records. {@code ParquetReadFormat} and {@code ParquetWriteFormat} open and
 * make files with what a {@code RecordModel} says about records: {@code JavaRecords} (through {@code FromParquet} and {@code ToParquet}) or
 * {@code AvroRecords}. {@code FilterPlan} makes Parquet's predicates of a filter for one file. Objects of tasks are confined to the task's
 * thread. Imports the API, core's records, hdfs-io's seam for formats and format-avro's models.
 */
@NullMarked
package org.lisle.format.parquet;

import org.jspecify.annotations.NullMarked;
