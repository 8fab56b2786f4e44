package org.lisle.hdfs.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.SequenceFileRecordReader;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.hdfs.counter.ThreadIo;
import org.lisle.hdfs.failure.ContentFailures;
import org.lisle.hdfs.failure.FileErrors.FileWork;

/** Gives the records of an old-API reader as copies. */
final class MapredRecordReader<K, V> implements org.lisle.core.io.RecordReader<Pair<K, V>> {
    private final ThreadIo io = ThreadIo.start();
    private final String place;
    private final long end;
    private final UnchangedFiles files;
    private final RecordReader<Object, Object> reader;
    private final RecordCopier copier;
    private final Class<K> keyClass;
    private final Class<V> valueClass;
    private final Object key;
    private final Object value;
    private @Nullable Pair<K, V> current;

    MapredRecordReader(
            InputSplit split,
            UnchangedFiles files,
            FileWork<RecordReader<Object, Object>> opening,
            RecordCopier copier,
            Class<K> keyClass,
            Class<V> valueClass)
            throws IOException {
        this.place = ContentFailures.place(split);
        this.end = split instanceof FileSplit file ? file.getStart() + file.getLength() : 0;
        this.files = files;
        this.reader = open(opening);
        this.copier = copier;
        this.keyClass = keyClass;
        this.valueClass = valueClass;
        this.key = reader.createKey();
        this.value = reader.createValue();
    }

    private RecordReader<Object, Object> open(FileWork<RecordReader<Object, Object>> opening) throws IOException {
        files.check();
        try {
            return opening.run();
        } catch (IOException | RuntimeException e) {
            files.checkAfter(e);
            ContentFailures.check(e, place, () -> 0);
            throw e;
        }
    }

    @Override
    public boolean advance() throws IOException {
        try {
            if (!reader.next(key, value)) {
                checkEnd();
                return false;
            }
        } catch (IOException | RuntimeException | InternalError e) {
            files.checkAfter(e);
            ContentFailures.check(e, place, this::position);
            throw e;
        }
        current = RecordPairs.pair(copier, key, keyClass, value, valueClass);
        return true;
    }

    private void checkEnd() throws IOException {
        files.check();
        if (reader instanceof SequenceFileRecordReader && reader.getPos() < end) {
            throw ContentFailures.endsEarly(place, reader.getPos());
        }
    }

    private long position() {
        try {
            return reader.getPos();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String where() {
        return place + " before byte " + position();
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
