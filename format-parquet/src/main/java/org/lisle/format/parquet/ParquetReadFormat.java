package org.lisle.format.parquet;

import java.io.IOException;
import org.apache.hadoop.mapred.JobConf;
import org.jspecify.annotations.Nullable;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.format.RandomFile;
import org.lisle.hdfs.format.ReadFormat;
import org.lisle.hdfs.split.FilePiece;

/** Opens pieces of Parquet files. A row group belongs to the piece in which its middle lies. */
final class ParquetReadFormat<T> implements ReadFormat<T> {
    private static final long serialVersionUID = 1L;

    private final RecordModel<T> model;
    private final @Nullable Filter filter;

    ParquetReadFormat(RecordModel<T> model, @Nullable Filter filter) {
        this.model = model;
        this.filter = filter;
    }

    @Override
    public String name() {
        return filter == null ? "parquet" : "parquet where " + filter + " of";
    }

    @Override
    public Cut cut() {
        return Cut.ANYWHERE;
    }

    @Override
    public RecordReader<T> open(FilePiece piece, JobConf configuration) throws IOException {
        RandomFile file = RandomFile.open(piece, configuration);
        try {
            return ParquetPieceReader.open(piece, file, model, filter, configuration);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }
}
