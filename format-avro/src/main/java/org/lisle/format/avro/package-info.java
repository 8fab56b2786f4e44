/**
 * Avro's data files. {@link org.lisle.format.avro.Avro} is for users; {@code AvroReadFormat} and {@code AvroWriteFormat} open and make files
 * with what a {@code Datum} says about records: {@code RecordDatum} for Java records, {@code AvroDatum} for those
 * of Avro's own models, which {@link org.lisle.format.avro.AvroModel} lends to other formats. The Avro here is
 * the program's, never Lisle's own, which is relocated. Imports the API, core's records and hdfs-io's seam for formats.
 */
@NullMarked
package org.lisle.format.avro;

import org.jspecify.annotations.NullMarked;
