package org.lisle.core.io;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * A place to write records to, so that the output appears whole or not at all (D9). Immutable; what a job needs while it runs is in the
 * {@link JobToken}, which crosses processes and survives the driver.
 *
 * <p>Order of calls: {@link #checkOutput} before anything runs, {@link #setupJob}, then in tasks {@link #openTask}; of all attempts of a
 * partition the driver lets exactly one {@link TaskWriter#commit}; at last {@link #commitJob} or {@link #abortJob}. Driver methods may be
 * called again after a crash with the same token.
 */
public interface DataSink<T> extends Serializable {
    /** For people: {@code text hdfs:///out/wc}. */
    String description();

    /**
     * Looks at the place before anything runs; ends what dead jobs left half done there.
     *
     * @return whether there is something to do: false where output is there already and is to stay as it is
     * @throws org.lisle.core.error.LisleException OUTPUT_EXISTS naming the directory
     */
    boolean checkOutput();

    /** Makes the place for attempts' files. */
    void setupJob(JobToken token);

    /** Opens the writer of one attempt, in a task. */
    TaskWriter<T> openTask(JobToken token, TaskToken task) throws IOException;

    /**
     * Makes the result visible and leaves {@code _SUCCESS}.
     *
     * @param taskCommits what each partition's {@link TaskWriter#commit} returned, in the order of the partitions
     */
    void commitJob(JobToken token, List<byte[]> taskCommits);

    /** Removes what attempts left; the output is as it was before. */
    void abortJob(JobToken token);

    /** What is there of a job's output after its driver died. */
    enum Remains {
        /** Nothing. */
        NOTHING,
        /** Nobody can tell. Such output does not count, and is removed as if it were visible. */
        UNKNOWN,
        /** The tasks' output, which waits for the job's commit, or for the rest of it. */
        PENDING,
        /** Output that is visible, or becomes so by {@link #finishCommit} alone. */
        VISIBLE
    }

    /** What is there of a job's output; looked at by a driver that takes over. */
    default Remains remains(JobToken token) {
        return Remains.UNKNOWN;
    }

    /** The partitions whose committed output is there while it is {@link Remains#PENDING}. */
    default Set<Integer> committedTasks(JobToken token) {
        return Set.of();
    }

    /** As {@link #commitJob}, when a driver died while it committed, at any point. */
    default void finishCommit(JobToken token, List<byte[]> taskCommits) {
        commitJob(token, taskCommits);
    }

    /** Removes the visible output of a job of this application, and what waits: the program, run again, writes something else there. */
    default void removeOutput(JobToken token) {
        abortJob(token);
    }

    /**
     * Names a job's writing.
     *
     * @param applicationTime milliseconds since 1970 when the application was submitted: YARN's cluster timestamp
     * @param applicationNumber YARN's application number
     * @param jobId unique in the application
     */
    record JobToken(long applicationTime, int applicationNumber, int jobId, int epoch) implements Serializable {}

    /** Names an attempt: {@code taskId} is unique in the application. */
    record TaskToken(int stageId, int partition, int attempt, long taskId) implements Serializable {}

    /** Writes the records of one attempt, on one thread. Exactly one of commit and abort is called, then close. */
    interface TaskWriter<T> extends AutoCloseable {
        void write(T value) throws IOException;

        /** Flushes and closes the files, without making them count; called before the driver is asked. */
        void finish() throws IOException;

        /** Makes the attempt's files count; called only after the driver allowed it. Returns a message for {@link #commitJob}. */
        byte[] commit() throws IOException;

        void abort() throws IOException;

        long bytesWritten();

        @Override
        void close() throws IOException;
    }
}
