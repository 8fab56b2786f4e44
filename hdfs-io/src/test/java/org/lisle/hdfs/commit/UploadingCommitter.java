package org.lisle.hdfs.commit;

import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;

/**
 * A committer as object stores have them: attempts begin uploads that nobody sees, the job's commit ends those of the attempts that were
 * committed, one by one, and what it ended it does not take back.
 */
final class UploadingCommitter extends PathOutputCommitter {
    private static final String UPLOADS = "__uploads";

    private final Path out;
    private final Path uploads;
    private final Path attempt;
    private final Path committed;

    UploadingCommitter(Path out, TaskAttemptContext context) throws IOException {
        super(out, context);
        this.out = out;
        this.uploads = new Path(out, UPLOADS);
        Path job = new Path(uploads, context.getJobID().toString());
        this.attempt = new Path(job, context.getTaskAttemptID().toString());
        this.committed = new Path(
                new Path(job, "committed"),
                context.getTaskAttemptID().getTaskID().toString());
    }

    /** Chosen by the file system's scheme. */
    public static final class Factory extends PathOutputCommitterFactory {
        @Override
        public PathOutputCommitter createOutputCommitter(Path out, TaskAttemptContext context) throws IOException {
            return new UploadingCommitter(out, context);
        }
    }

    private FileSystem fileSystem(JobContext context) throws IOException {
        return out.getFileSystem(context.getConfiguration());
    }

    @Override
    public Path getOutputPath() {
        return out;
    }

    @Override
    public Path getWorkPath() {
        return attempt;
    }

    @Override
    public void setupJob(JobContext context) throws IOException {
        fileSystem(context).mkdirs(uploads);
    }

    @Override
    public void setupTask(TaskAttemptContext context) {}

    @Override
    public boolean needsTaskCommit(TaskAttemptContext context) throws IOException {
        return fileSystem(context).exists(attempt);
    }

    @Override
    public void commitTask(TaskAttemptContext context) throws IOException {
        FileSystem files = fileSystem(context);
        files.delete(committed, true);
        files.mkdirs(committed.getParent());
        if (!files.rename(attempt, committed)) {
            throw new IOException(attempt + " was not renamed");
        }
    }

    @Override
    public void abortTask(TaskAttemptContext context) throws IOException {
        fileSystem(context).delete(attempt, true);
    }

    @Override
    public void commitJob(JobContext context) throws IOException {
        FileSystem files = fileSystem(context);
        Path all = committed.getParent();
        for (FileStatus task : files.exists(all) ? files.listStatus(all) : new FileStatus[0]) {
            RemoteIterator<LocatedFileStatus> uploaded = files.listFiles(task.getPath(), true);
            while (uploaded.hasNext()) {
                LocatedFileStatus file = uploaded.next();
                String below = task.getPath()
                        .toUri()
                        .relativize(file.getPath().toUri())
                        .getPath();
                byte[] content = new byte[(int) file.getLen()];
                try (var in = files.open(file.getPath())) {
                    in.readFully(content);
                }
                try (var made = files.create(new Path(out, below), true)) {
                    made.write(content);
                }
            }
        }
        files.create(new Path(out, FileOutputCommitter.SUCCEEDED_FILE_NAME), true)
                .close();
        files.delete(uploads, true);
    }

    @Override
    public void abortJob(JobContext context, JobStatus.State state) throws IOException {
        fileSystem(context).delete(uploads, true);
    }
}
