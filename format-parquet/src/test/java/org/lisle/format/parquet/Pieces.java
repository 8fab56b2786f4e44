package org.lisle.format.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.mapred.JobConf;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.split.FilePiece;
import org.lisle.hdfs.split.SplitPayload;
import org.lisle.hdfs.split.SplitPlanner;

/** Reads the pieces of files one after the other, and counts. */
record Pieces<T>(List<List<T>> records, long bytes) {
    private static final JobConf CONFIGURATION = new JobConf();

    static List<FilePiece> of(String paths, int minPartitions) {
        List<FilePiece> pieces = new ArrayList<>();
        try {
            for (InputSplit split : new SplitPlanner(CONFIGURATION, minPartitions).blocks(paths)) {
                pieces.addAll(SplitPayload.decode(split.payload()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pieces;
    }

    static <T> Pieces<T> read(Parquet<T> format, String paths, int minPartitions) {
        return read(format, of(paths, minPartitions));
    }

    static <T> Pieces<T> read(Parquet<T> format, List<FilePiece> pieces) {
        List<List<T>> records = new ArrayList<>();
        long bytes = 0;
        for (FilePiece piece : pieces) {
            List<T> ofPiece = new ArrayList<>();
            try (RecordReader<T> reader = format.reading().open(piece, CONFIGURATION)) {
                while (reader.advance()) {
                    ofPiece.add(reader.current());
                }
                bytes += reader.bytesRead();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            records.add(ofPiece);
        }
        return new Pieces<>(records, bytes);
    }

    List<T> all() {
        return records.stream().flatMap(List::stream).toList();
    }
}
