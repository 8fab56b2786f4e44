package org.lisle.format.avro;

import java.io.IOException;
import org.apache.hadoop.mapred.JobConf;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.format.RandomFile;
import org.lisle.hdfs.format.ReadFormat;
import org.lisle.hdfs.split.FilePiece;

/** Opens pieces of Avro's data files. */
final class AvroReadFormat<T> implements ReadFormat<T> {
    private static final long serialVersionUID = 1L;

    private final Datum<T> datum;

    AvroReadFormat(Datum<T> datum) {
        this.datum = datum;
    }

    @Override
    public String name() {
        return "avro";
    }

    @Override
    public Cut cut() {
        return Cut.ANYWHERE;
    }

    @Override
    public RecordReader<T> open(FilePiece piece, JobConf configuration) throws IOException {
        RandomFile file = RandomFile.open(piece, configuration);
        try {
            return new AvroPieceReader<>(piece, file, datum.reader(piece.path()));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }
}
