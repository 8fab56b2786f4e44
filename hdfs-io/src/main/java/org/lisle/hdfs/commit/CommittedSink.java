package org.lisle.hdfs.commit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSink;
import org.lisle.hdfs.failure.FileErrors;

/**
 * A sink whose output a Hadoop OutputCommitter makes visible.
 *
 * <pre>
 *   attempt writes    out/_temporary/EPOCH/_temporary/attempt_.../part-00000
 *   commit of a task  out/_temporary/EPOCH/task_.../part-00000        one rename, the last one allowed wins
 *   commit of the job out/part-00000, out/_SUCCESS                    _temporary is removed
 * </pre>
 *
 * These are the paths of FileOutputCommitter, algorithm 1; with a committer of the cluster's own for the file system they are its.
 * Driver methods may be called again after a crash with the same token. Any thread; nothing is kept between calls.
 */
final class CommittedSink<T> implements DataSink<T> {
    private static final long serialVersionUID = 1L;

    private final OutputKind<T> kind;

    CommittedSink(OutputKind<T> kind) {
        this.kind = kind;
    }

    @Override
    public String description() {
        return kind.description();
    }

    @Override
    public void checkOutput() {
        FileErrors.guard(kind.place(), () -> {
            JobConf configuration = kind.configuration();
            try {
                kind.check(configuration);
            } catch (FileAlreadyExistsException | org.apache.hadoop.mapred.FileAlreadyExistsException e) {
                throw exists(configuration, e);
            }
            return true;
        });
    }

    private LisleException exists(JobConf configuration, IOException cause) throws IOException {
        Path directory = FileOutputFormat.getOutputPath(configuration);
        String place = directory == null ? kind.place() : directory.toString();
        return new LisleException(
                ErrorCode.OUTPUT_EXISTS,
                "the output directory " + place + " exists already"
                        + (isUnfinished(configuration) ? " with the files of a job that did not end" : ""),
                "remove it, or write to another place",
                cause);
    }

    private static boolean isUnfinished(JobConf configuration) throws IOException {
        Path directory = FileOutputFormat.getOutputPath(configuration);
        if (directory == null) {
            return false;
        }
        FileStatus[] children = directory.getFileSystem(configuration).listStatus(directory);
        return children.length == 1 && children[0].getPath().getName().equals(FileOutputCommitter.PENDING_DIR_NAME);
    }

    @Override
    public void setupJob(JobToken token) {
        FileErrors.guard(kind.place(), () -> {
            Job job = job(token);
            job.committer().setupJob(job.context());
            return true;
        });
    }

    @Override
    public TaskWriter<T> openTask(JobToken token, TaskToken task) throws IOException {
        TaskAttemptID attempt = AttemptIds.attempt(token, task, kind.taskType());
        JobConf configuration = kind.configuration();
        AttemptIds.configure(configuration, token, attempt);
        TaskAttemptContext context = kind.taskContext(configuration, attempt);
        OutputKind.Attempt<T> started = kind.attempt(configuration, context);
        OutputCommitter committer = started.committer();
        committer.setupTask(context);
        try {
            return new CommittedTaskWriter<>(started.opening().run(), committer, context);
        } catch (IOException | RuntimeException e) {
            committer.abortTask(context);
            throw e;
        }
    }

    @Override
    public void commitJob(JobToken token, List<byte[]> taskCommits) {
        try {
            Job job = job(token);
            try {
                job.committer().commitJob(job.context());
            } catch (FileNotFoundException e) {
                if (!isCommitted(job.configuration())) {
                    throw e;
                }
            }
        } catch (IOException e) {
            throw new LisleException(
                    ErrorCode.COMMIT_FAILED,
                    "the output " + kind.place() + " could not be made visible",
                    "see the cause; remove what is in the directory before the job runs again",
                    e);
        }
    }

    /** Whether an earlier call has done it all: the mark is there and what was pending is gone. */
    private static boolean isCommitted(JobConf configuration) throws IOException {
        Path directory = FileOutputFormat.getOutputPath(configuration);
        if (directory == null) {
            return false;
        }
        FileSystem fileSystem = directory.getFileSystem(configuration);
        return fileSystem.exists(new Path(directory, FileOutputCommitter.SUCCEEDED_FILE_NAME))
                && !fileSystem.exists(new Path(directory, FileOutputCommitter.PENDING_DIR_NAME));
    }

    @Override
    public void abortJob(JobToken token) {
        FileErrors.guard(kind.place(), () -> {
            Job job = job(token);
            job.committer().abortJob(job.context(), JobStatus.State.FAILED);
            removeIfEmpty(job.configuration());
            return true;
        });
    }

    /** Of FileOutputCommitter only: what another one leaves, and where, is its own affair. */
    @Override
    public Remains remains(JobToken token) {
        return FileErrors.guard(kind.place(), () -> {
            Job job = job(token);
            Path directory = FileOutputFormat.getOutputPath(job.configuration());
            if (directory == null || !(job.committer() instanceof FileOutputCommitter committer)) {
                return Remains.NOTHING;
            }
            FileSystem fileSystem = directory.getFileSystem(job.configuration());
            if (fileSystem.exists(committer.getJobAttemptPath(job.context()))) {
                return Remains.PENDING;
            }
            boolean others = fileSystem.exists(new Path(directory, FileOutputCommitter.PENDING_DIR_NAME));
            return fileSystem.exists(directory) && !others ? Remains.VISIBLE : Remains.NOTHING;
        });
    }

    @Override
    public Set<Integer> committedTasks(JobToken token) {
        return FileErrors.guard(kind.place(), () -> {
            Job job = job(token);
            Set<Integer> partitions = new HashSet<>();
            if (job.committer() instanceof FileOutputCommitter committer) {
                Path tasks = committer.getJobAttemptPath(job.context());
                for (FileStatus task : tasks.getFileSystem(job.configuration()).listStatus(tasks)) {
                    if (task.getPath().getName().startsWith("task_")) {
                        partitions.add(TaskID.forName(task.getPath().getName()).getId());
                    }
                }
            }
            return partitions;
        });
    }

    /** What is pending is removed after all files are in place, and the mark is made last: one of the two tells how far it got. */
    @Override
    public void finishCommit(JobToken token, List<byte[]> taskCommits) {
        if (remains(token) != Remains.VISIBLE) {
            commitJob(token, taskCommits);
            return;
        }
        FileErrors.guard(kind.place(), () -> {
            JobConf configuration = job(token).configuration();
            Path directory = FileOutputFormat.getOutputPath(configuration);
            Path mark = new Path(directory, FileOutputCommitter.SUCCEEDED_FILE_NAME);
            FileSystem fileSystem = directory.getFileSystem(configuration);
            if (configuration.getBoolean(FileOutputCommitter.SUCCESSFUL_JOB_OUTPUT_DIR_MARKER, true)
                    && !fileSystem.exists(mark)) {
                fileSystem.create(mark, false).close();
            }
            return true;
        });
    }

    @Override
    public void removeOutput(JobToken token) {
        FileErrors.guard(kind.place(), () -> {
            JobConf configuration = job(token).configuration();
            Path directory = FileOutputFormat.getOutputPath(configuration);
            return directory == null || directory.getFileSystem(configuration).delete(directory, true);
        });
    }

    /** The directory was not there before; left empty, it would refuse the next run. */
    private static void removeIfEmpty(JobConf configuration) throws IOException {
        Path directory = FileOutputFormat.getOutputPath(configuration);
        if (directory == null) {
            return;
        }
        FileSystem fileSystem = directory.getFileSystem(configuration);
        if (fileSystem.exists(directory) && fileSystem.listStatus(directory).length == 0) {
            fileSystem.delete(directory, false);
        }
    }

    private Job job(JobToken token) throws IOException {
        TaskAttemptID attempt = AttemptIds.ofJob(token, kind.taskType());
        JobConf configuration = kind.configuration();
        AttemptIds.configure(configuration, token, attempt);
        OutputCommitter committer = kind.attempt(configuration, kind.taskContext(configuration, attempt))
                .committer();
        return new Job(configuration, kind.jobContext(configuration, attempt), committer);
    }

    @Override
    public String toString() {
        return description();
    }

    private record Job(JobConf configuration, JobContext context, OutputCommitter committer) {}
}
