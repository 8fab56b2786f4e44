package org.lisle.hdfs.text;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.LineRecordReader;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.lisle.hdfs.failure.ContentFailures;
import org.lisle.hdfs.split.FilePiece;

/**
 * Lines of a part of a file whose codec can begin in the middle (bzip2). Which lines belong to a part depends on where compressed blocks
 * begin; Hadoop's own LineRecordReader knows that.
 */
final class BlockCodecLines implements PieceLines {
    private final LineRecordReader reader;
    private final FilePiece piece;
    private final Configuration configuration;

    BlockCodecLines(FilePiece piece, Configuration configuration) throws IOException {
        this.piece = piece;
        this.configuration = configuration;
        this.reader = new LineRecordReader();
        PieceFile.checkUnchanged(piece, configuration);
        try {
            reader.initialize(
                    new FileSplit(new Path(piece.path()), piece.start(), piece.length(), new String[0]),
                    new TaskAttemptContextImpl(configuration, new TaskAttemptID()));
        } catch (IOException | RuntimeException e) {
            try {
                check(e);
            } finally {
                reader.close();
            }
            throw e;
        }
    }

    @Override
    public boolean next() throws IOException {
        try {
            return reader.nextKeyValue();
        } catch (IOException | RuntimeException e) {
            check(e);
            throw e;
        }
    }

    private void check(Exception failure) {
        PieceFile.checkUnchangedAfter(failure, piece, configuration);
        ContentFailures.check(failure, piece.path(), () -> piece.start() + bytesRead());
    }

    @Override
    public String text() {
        return reader.getCurrentValue().toString();
    }

    @Override
    public String where() {
        return piece.path() + " between bytes " + piece.start() + " and " + piece.end();
    }

    @Override
    public byte[] buffer() {
        return reader.getCurrentValue().getBytes();
    }

    @Override
    public int from() {
        return 0;
    }

    @Override
    public int to() {
        return reader.getCurrentValue().getLength();
    }

    @Override
    public int endTo() {
        return to();
    }

    @Override
    public long offset() {
        return reader.getCurrentKey().get();
    }

    @Override
    public long bytesRead() {
        try {
            return (long) (reader.getProgress() * piece.length());
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
