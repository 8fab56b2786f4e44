package org.lisle.hdfs.commit;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.jspecify.annotations.Nullable;
import org.lisle.api.SaveMode;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSink;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.publish.Publication;
import org.lisle.hdfs.publish.StagingPlace;

/**
 * A sink whose output a Hadoop OutputCommitter makes visible: where the committer works by renames, in a staging directory that then takes
 * the place at once ({@link StagedCommit}), else at the place itself ({@link InPlaceCommit}).
 *
 * <p>Driver methods may be called again after a crash with the same token. Any thread; nothing is kept between calls.
 */
final class CommittedSink<T> implements DataSink<T> {
    private static final long serialVersionUID = 1L;

    /** How long a publication that another job began is given to end, before that job counts as dead. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final JobToken NO_JOB = new JobToken(0, 0, 0, 0);

    private final OutputKind<T> kind;
    private final SaveMode mode;
    private final Duration patience;

    CommittedSink(OutputKind<T> kind, SaveMode mode) {
        this(kind, mode, PATIENCE);
    }

    CommittedSink(OutputKind<T> kind, SaveMode mode, Duration patience) {
        this.kind = kind;
        this.mode = mode;
        this.patience = patience;
    }

    /** The same sink with another patience. */
    CommittedSink<T> waiting(Duration other) {
        return new CommittedSink<>(kind, mode, other);
    }

    @Override
    public String description() {
        return kind.description();
    }

    @Override
    public boolean checkOutput() {
        return FileErrors.guard(kind.place(), () -> {
            JobConf configuration = kind.configuration();
            Path out = FileOutputFormat.getOutputPath(configuration);
            if (out == null) {
                checkWithoutDirectory(configuration);
                return true;
            }
            return check(configuration, out);
        });
    }

    private void checkWithoutDirectory(JobConf configuration) throws IOException {
        if (mode != SaveMode.ERROR_IF_EXISTS) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    kind.place() + " is no directory, for which " + mode + " was asked",
                    "leave the mode away");
        }
        kind.check(configuration);
    }

    private boolean check(JobConf configuration, Path out) throws IOException {
        FileSystem fileSystem = out.getFileSystem(configuration);
        Target target = target(NO_JOB, AttemptIds.ofJob(NO_JOB, kind.taskType()));
        if (target.staging() != null) {
            Publication.settle(fileSystem, out, patience);
        } else if (mode == SaveMode.OVERWRITE_PARTITIONS) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the committer of " + out + " cannot replace single partitions",
                    "choose the committer 'file' for its file system, or use a way of the committer's own");
        }
        FileStatus there = fileSystem.exists(out) ? fileSystem.getFileStatus(out) : null;
        if (there != null && mode == SaveMode.IGNORE && !isUnfinished(fileSystem, out)) {
            return false;
        }
        boolean mayExist = mode.namesTellTheJob() && (there == null || there.isDirectory());
        try {
            kind.check(mayExist ? target.configuration() : configuration);
        } catch (FileAlreadyExistsException | org.apache.hadoop.mapred.FileAlreadyExistsException e) {
            throw exists(fileSystem, out, e);
        }
        if (there != null && !mayExist) {
            throw exists(fileSystem, out, null);
        }
        return true;
    }

    private static LisleException exists(FileSystem fileSystem, Path out, @Nullable IOException cause)
            throws IOException {
        return new LisleException(
                ErrorCode.OUTPUT_EXISTS,
                "the output directory " + out + " exists already"
                        + (isUnfinished(fileSystem, out) ? " with the files of a job that did not end" : ""),
                "remove it, write to another place, or say in the SaveOptions what to do with it",
                cause);
    }

    private static boolean isUnfinished(FileSystem fileSystem, Path out) throws IOException {
        return fileSystem.exists(new Path(out, FileOutputCommitter.PENDING_DIR_NAME));
    }

    @Override
    public void setupJob(JobToken token) {
        FileErrors.guard(kind.place(), () -> {
            job(token).setup();
            return true;
        });
    }

    @Override
    public TaskWriter<T> openTask(JobToken token, TaskToken task) throws IOException {
        TaskAttemptID attempt = AttemptIds.attempt(token, task, kind.taskType());
        Target target = target(token, attempt);
        JobConf configuration = target.configuration();
        TaskAttemptContext context = kind.taskContext(configuration, attempt);
        OutputKind.Attempt<T> started = kind.attempt(configuration, context);
        OutputCommitter committer = started.committer();
        committer.setupTask(context);
        try {
            return new CommittedTaskWriter<>(started.opening().run(), committer, context, () -> removeStray(target));
        } catch (IOException | RuntimeException e) {
            committer.abortTask(context);
            removeStray(target);
            throw e;
        }
    }

    private static void removeStray(Target target) throws IOException {
        StagingPlace staging = target.staging();
        if (staging != null) {
            new Publication(staging.out().getFileSystem(target.configuration()), staging).removeStray();
        }
    }

    @Override
    public void commitJob(JobToken token, List<byte[]> taskCommits) {
        try {
            job(token).commit();
        } catch (IOException e) {
            throw new LisleException(
                    ErrorCode.COMMIT_FAILED,
                    "the output " + kind.place() + " could not be made visible: " + e.getMessage(),
                    "see the cause; the job can be run again",
                    e);
        }
    }

    @Override
    public void abortJob(JobToken token) {
        FileErrors.guard(kind.place(), () -> {
            job(token).abort();
            return true;
        });
    }

    @Override
    public Remains remains(JobToken token) {
        return FileErrors.guard(kind.place(), () -> job(token).remains());
    }

    @Override
    public Set<Integer> committedTasks(JobToken token) {
        return FileErrors.guard(kind.place(), () -> job(token).committedTasks());
    }

    @Override
    public void finishCommit(JobToken token, List<byte[]> taskCommits) {
        FileErrors.guard(kind.place(), () -> {
            job(token).finish();
            return true;
        });
    }

    @Override
    public void removeOutput(JobToken token) {
        FileErrors.guard(kind.place(), () -> {
            job(token).remove();
            return true;
        });
    }

    private JobCommit job(JobToken token) throws IOException {
        TaskAttemptID attempt = AttemptIds.ofJob(token, kind.taskType());
        Target target = target(token, attempt);
        JobConf configuration = target.configuration();
        JobOutput job = new JobOutput(
                configuration,
                kind.jobContext(configuration, attempt),
                kind.attempt(configuration, kind.taskContext(configuration, attempt))
                        .committer(),
                mode);
        StagingPlace staging = target.staging();
        return staging == null ? new InPlaceCommit(job, AttemptIds.name(token)) : new StagedCommit(job, staging);
    }

    /** Where a job's committer works: in a staging directory, or, where that is null, at the place itself. */
    private record Target(JobConf configuration, @Nullable StagingPlace staging) {}

    private Target target(JobToken token, TaskAttemptID attempt) throws IOException {
        JobConf visible = configuration(token, attempt);
        Path out = FileOutputFormat.getOutputPath(visible);
        if (out == null) {
            return new Target(visible, null);
        }
        OutputCommitter committer =
                kind.attempt(visible, kind.taskContext(visible, attempt)).committer();
        if (!Committers.worksByRenames(committer)) {
            return new Target(visible, null);
        }
        StagingPlace staging = new StagingPlace(out.getFileSystem(visible).makeQualified(out), AttemptIds.name(token));
        JobConf staged = configuration(token, attempt);
        FileOutputFormat.setOutputPath(staged, staging.output());
        return new Target(staged, staging);
    }

    private JobConf configuration(JobToken token, TaskAttemptID attempt) throws IOException {
        JobConf configuration = kind.configuration();
        AttemptIds.configure(configuration, token, attempt);
        if (mode.namesTellTheJob()) {
            PartNames.tellTheJob(configuration, AttemptIds.name(token));
        }
        return configuration;
    }

    @Override
    public String toString() {
        return description();
    }
}
