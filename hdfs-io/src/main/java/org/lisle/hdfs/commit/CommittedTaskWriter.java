package org.lisle.hdfs.commit;

import java.io.IOException;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.lisle.core.io.DataSink.TaskWriter;
import org.lisle.hdfs.format.RecordFile;

/** One attempt: open, finished, then committed or aborted. Closed without a commit it is aborted. Confined to the task's thread. */
final class CommittedTaskWriter<T> implements TaskWriter<T> {
    private enum State {
        /** Records are written. */
        OPEN,
        /** The files are closed and count for nothing yet. */
        FINISHED,
        /** The files count, or are gone. */
        ENDED
    }

    private static final byte[] NO_MESSAGE = new byte[0];

    private final RecordFile<T> file;
    private final OutputCommitter committer;
    private final TaskAttemptContext context;
    private final Cleaning afterAbort;
    private State state = State.OPEN;

    /** @param afterAbort removes what an attempt leaves that comes after the job's end */
    CommittedTaskWriter(
            RecordFile<T> file, OutputCommitter committer, TaskAttemptContext context, Cleaning afterAbort) {
        this.file = file;
        this.committer = committer;
        this.context = context;
        this.afterAbort = afterAbort;
    }

    interface Cleaning {
        void run() throws IOException;
    }

    @Override
    public void write(T value) throws IOException {
        file.write(value);
    }

    @Override
    public void finish() throws IOException {
        if (state == State.OPEN) {
            file.close();
            state = State.FINISHED;
        }
    }

    @Override
    public byte[] commit() throws IOException {
        if (state != State.FINISHED) {
            throw new IllegalStateException("commit of an attempt that is " + state);
        }
        if (committer.needsTaskCommit(context)) {
            committer.commitTask(context);
        }
        state = State.ENDED;
        return NO_MESSAGE;
    }

    @Override
    public void abort() throws IOException {
        if (state == State.ENDED) {
            return;
        }
        State before = state;
        state = State.ENDED;
        try {
            if (before == State.OPEN) {
                file.close();
            }
        } finally {
            committer.abortTask(context);
            afterAbort.run();
        }
    }

    @Override
    public long bytesWritten() {
        return file.bytesWritten();
    }

    @Override
    public void close() throws IOException {
        abort();
    }
}
