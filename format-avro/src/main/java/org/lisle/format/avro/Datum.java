package org.lisle.format.avro;

import java.io.Serializable;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.jspecify.annotations.Nullable;

/** What the records of files are to the program. Immutable; travels with the stage. */
interface Datum<T> extends Serializable {
    /** Of what is written; null when there is none. */
    @Nullable
    Schema schema();

    /** A reader for one file. */
    DatumReader<T> reader(String path);

    DatumWriter<T> writer();
}
