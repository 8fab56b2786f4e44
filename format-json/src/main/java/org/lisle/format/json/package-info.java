/**
 * JSON lines. {@link org.lisle.format.json.Json} is for users; {@code JsonReadFormat} opens pieces of files, {@code ObjectForm} makes records of
 * Jackson's tokens and writes them. Imports the API, core's records and hdfs-io's seam for formats.
 */
@NullMarked
package org.lisle.format.json;

import org.jspecify.annotations.NullMarked;
