package org.lisle.format.parquet;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/** What the records of files are to the program. Immutable; travels with the stage. */
interface RecordModel<T> extends Serializable {
    /**
     * How one file is read.
     *
     * @param columns those of the file that are read, pruned
     * @param records makes records of them, and throws {@link org.lisle.core.record.ValueRefused} where a value does not fit
     */
    record Reading<T>(MessageType columns, RecordMaterializer<T> records) {}

    /** @throws org.lisle.core.error.LisleException INVALID_ARGUMENT when the file does not have what the records need */
    Reading<T> reading(FileMetaData file, Configuration configuration, String path);

    /** Whether the records have a column of this name, which a file may lack. */
    boolean hasColumn(String name);

    /** @throws org.lisle.core.error.LisleException INVALID_ARGUMENT when records cannot be written without a schema */
    WriteSupport<T> writing(Configuration configuration);
}
