package org.lisle.hdfs.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.SequenceFileRecordReader;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.hdfs.counter.ThreadIo;
import org.lisle.hdfs.failure.ContentFailures;

/** Gives the records of a new-API reader as copies. */
final class MapreduceRecordReader<K, V> implements org.lisle.core.io.RecordReader<Pair<K, V>> {
    private final ThreadIo io = ThreadIo.start();
    private final InputSplit split;
    private final UnchangedFiles files;
    private final RecordReader<Object, Object> reader;
    private final RecordCopier copier;
    private final Class<K> keyClass;
    private final Class<V> valueClass;
    private @Nullable Pair<K, V> current;

    MapreduceRecordReader(
            InputFormat<Object, Object> format,
            InputSplit split,
            UnchangedFiles files,
            TaskAttemptContext context,
            RecordCopier copier,
            Class<K> keyClass,
            Class<V> valueClass)
            throws IOException {
        this.split = split;
        this.files = files;
        this.copier = copier;
        this.keyClass = keyClass;
        this.valueClass = valueClass;
        files.check();
        try {
            this.reader = format.createRecordReader(split, context);
            initialize(context);
        } catch (InterruptedException e) {
            throw MapreduceSource.interrupted(e);
        }
    }

    private void initialize(TaskAttemptContext context) throws IOException, InterruptedException {
        try {
            reader.initialize(split, context);
        } catch (IOException | InterruptedException | RuntimeException e) {
            closeAfter(e);
            files.checkAfter(e);
            ContentFailures.check(e, ContentFailures.place(split), this::start);
            throw e;
        }
    }

    /** Some readers cannot be closed when they were not opened. */
    private void closeAfter(Exception failure) {
        try {
            reader.close();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public boolean advance() throws IOException {
        try {
            if (!hasNext()) {
                checkEnd();
                return false;
            }
            current = RecordPairs.pair(copier, reader.getCurrentKey(), keyClass, reader.getCurrentValue(), valueClass);
            return true;
        } catch (InterruptedException e) {
            throw MapreduceSource.interrupted(e);
        }
    }

    private boolean hasNext() throws IOException, InterruptedException {
        try {
            return reader.nextKeyValue();
        } catch (IOException | RuntimeException | InternalError e) {
            files.checkAfter(e);
            ContentFailures.check(e, ContentFailures.place(split), this::position);
            throw e;
        }
    }

    /** A split in which no record begins makes no progress. */
    private void checkEnd() throws IOException, InterruptedException {
        files.check();
        if (reader instanceof SequenceFileRecordReader && reader.getProgress() > 0 && reader.getProgress() < 1) {
            throw ContentFailures.endsEarly(ContentFailures.place(split), position());
        }
    }

    private long start() {
        return split instanceof FileSplit file ? file.getStart() : 0;
    }

    /** About: these readers tell their progress only. */
    private long position() {
        try {
            return split instanceof FileSplit file
                    ? file.getStart() + (long) ((double) reader.getProgress() * file.getLength())
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new UncheckedIOException(MapreduceSource.interrupted(e));
        }
    }

    @Override
    public String where() {
        return ContentFailures.place(split) + " before byte " + position();
    }

    @Override
    public Pair<K, V> current() {
        Pair<K, V> pair = current;
        if (pair == null) {
            throw new IllegalStateException("advance was not called");
        }
        return pair;
    }

    @Override
    public long bytesRead() {
        return io.bytesRead();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
