package org.lisle.hdfs.binary;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.lisle.api.Pair;
import org.lisle.core.io.DataSink;

/** Byte arrays as the values of pairs without keys; immutable. */
final class ValuesSink implements DataSink<byte[]> {
    private static final long serialVersionUID = 1L;

    private final DataSink<Pair<Object, Object>> pairs;

    ValuesSink(DataSink<Pair<Object, Object>> pairs) {
        this.pairs = pairs;
    }

    @Override
    public String description() {
        return pairs.description();
    }

    @Override
    public boolean checkOutput() {
        return pairs.checkOutput();
    }

    @Override
    public void setupJob(JobToken token) {
        pairs.setupJob(token);
    }

    @Override
    public TaskWriter<byte[]> openTask(JobToken token, TaskToken task) throws IOException {
        TaskWriter<Pair<Object, Object>> writer = pairs.openTask(token, task);
        return new TaskWriter<>() {
            @Override
            public void write(byte[] value) throws IOException {
                writer.write(Pair.of(NullWritable.get(), new BytesWritable(value)));
            }

            @Override
            public void finish() throws IOException {
                writer.finish();
            }

            @Override
            public byte[] commit() throws IOException {
                return writer.commit();
            }

            @Override
            public void abort() throws IOException {
                writer.abort();
            }

            @Override
            public long bytesWritten() {
                return writer.bytesWritten();
            }

            @Override
            public void close() throws IOException {
                writer.close();
            }
        };
    }

    @Override
    public void commitJob(JobToken token, List<byte[]> taskCommits) {
        pairs.commitJob(token, taskCommits);
    }

    @Override
    public void abortJob(JobToken token) {
        pairs.abortJob(token);
    }

    @Override
    public Remains remains(JobToken token) {
        return pairs.remains(token);
    }

    @Override
    public Set<Integer> committedTasks(JobToken token) {
        return pairs.committedTasks(token);
    }

    @Override
    public void finishCommit(JobToken token, List<byte[]> taskCommits) {
        pairs.finishCommit(token, taskCommits);
    }

    @Override
    public void removeOutput(JobToken token) {
        pairs.removeOutput(token);
    }

    @Override
    public String toString() {
        return description();
    }
}
