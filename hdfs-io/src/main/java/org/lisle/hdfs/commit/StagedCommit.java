package org.lisle.hdfs.commit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.lisle.core.io.DataSink.Remains;
import org.lisle.hdfs.publish.Publication;
import org.lisle.hdfs.publish.StagingPlace;

/**
 * Output of a committer that works by renames: it commits into the job's staging directory, and from there the whole takes its place.
 *
 * <pre>
 *   attempt writes    .lisle-out/JOB/output/_temporary/EPOCH/_temporary/attempt_.../part-00000
 *   commit of a task  .lisle-out/JOB/output/_temporary/EPOCH/task_.../part-00000    one rename, the last one allowed wins
 *   commit of the job .lisle-out/JOB/output/part-00000, _SUCCESS                    by Hadoop's committer
 *                     out/part-00000, _SUCCESS                                      by {@link Publication}
 * </pre>
 */
final class StagedCommit implements JobCommit {
    private final JobOutput job;
    private final StagingPlace place;
    private final FileSystem fileSystem;
    private final Publication publication;

    /** @param job its configuration names the staging directory's output as the committer's */
    StagedCommit(JobOutput job, StagingPlace place) throws IOException {
        this.job = job;
        this.place = place;
        this.fileSystem = place.out().getFileSystem(job.configuration());
        this.publication = new Publication(fileSystem, place);
    }

    @Override
    public void setup() throws IOException {
        publication.begin();
        job.committer().setupJob(job.context());
    }

    @Override
    public void commit() throws IOException {
        if (!publication.isStaged()) {
            throw new FileNotFoundException(
                    place.directory()
                            + " is gone, with what the tasks wrote: it was never made, or another job that writes there removed it");
        }
        if (!publication.hasBegun()) {
            commitToStaging();
        }
        publication.publish(job.mode());
    }

    /** What is pending is removed after all files are in place, and the mark is made last. */
    private void commitToStaging() throws IOException {
        if (!(job.committer() instanceof FileOutputCommitter) || isPending()) {
            job.committer().commitJob(job.context());
            return;
        }
        Path mark = new Path(place.output(), FileOutputCommitter.SUCCEEDED_FILE_NAME);
        JobConf configuration = job.configuration();
        if (configuration.getBoolean(FileOutputCommitter.SUCCESSFUL_JOB_OUTPUT_DIR_MARKER, true)
                && !fileSystem.exists(mark)) {
            fileSystem.create(mark, false).close();
        }
    }

    private boolean isPending() throws IOException {
        return fileSystem.exists(new Path(place.output(), FileOutputCommitter.PENDING_DIR_NAME));
    }

    @Override
    public void abort() throws IOException {
        if (publication.isStaged() && !publication.hasBegun()) {
            job.committer().abortJob(job.context(), JobStatus.State.FAILED);
        }
        publication.withdraw();
    }

    @Override
    public Remains remains() throws IOException {
        if (!publication.isStaged()) {
            return isVisible() ? Remains.VISIBLE : Remains.NOTHING;
        }
        if (publication.hasBegun()) {
            return Remains.VISIBLE;
        }
        if (!(job.committer() instanceof FileOutputCommitter committer)) {
            return Remains.NOTHING;
        }
        if (fileSystem.exists(committer.getJobAttemptPath(job.context()))) {
            return Remains.PENDING;
        }
        return isPending() ? Remains.NOTHING : Remains.VISIBLE;
    }

    private boolean isVisible() throws IOException {
        return job.mode().namesTellTheJob() ? hasFileOfTheJob() : fileSystem.exists(place.out());
    }

    private boolean hasFileOfTheJob() throws IOException {
        if (!fileSystem.exists(place.out())) {
            return false;
        }
        RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(place.out(), true);
        while (files.hasNext()) {
            if (isOfTheJob(files.next().getPath())) {
                return true;
            }
        }
        return false;
    }

    private boolean isOfTheJob(Path file) {
        return file.getName().contains(place.job());
    }

    @Override
    public Set<Integer> committedTasks() throws IOException {
        Set<Integer> partitions = new HashSet<>();
        if (job.committer() instanceof FileOutputCommitter committer) {
            for (FileStatus task : fileSystem.listStatus(committer.getJobAttemptPath(job.context()))) {
                if (task.getPath().getName().startsWith("task_")) {
                    partitions.add(TaskID.forName(task.getPath().getName()).getId());
                }
            }
        }
        return partitions;
    }

    @Override
    public void finish() throws IOException {
        if (publication.isStaged() || remains() != Remains.VISIBLE) {
            commit();
        } else {
            publication.removeStray();
        }
    }

    @Override
    public void remove() throws IOException {
        boolean published = remains() == Remains.VISIBLE;
        publication.withdrawEvenWhenDone();
        if (!published) {
            return;
        }
        switch (job.mode()) {
            case ERROR_IF_EXISTS, IGNORE -> fileSystem.delete(place.out(), true);
            case OVERWRITE, OVERWRITE_PARTITIONS, APPEND -> removeFilesOfTheJob();
        }
    }

    private void removeFilesOfTheJob() throws IOException {
        if (!fileSystem.exists(place.out())) {
            return;
        }
        RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(place.out(), true);
        while (files.hasNext()) {
            Path file = files.next().getPath();
            if (isOfTheJob(file)) {
                fileSystem.delete(file, false);
            }
        }
    }
}
