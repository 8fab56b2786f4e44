package org.lisle.hdfs.commit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.jspecify.annotations.Nullable;
import org.lisle.api.SaveMode;
import org.lisle.core.io.DataSink.Remains;
import org.lisle.hdfs.directory.EmptyDirectory;

/**
 * Output of a committer with a way of its own, such as those of object stores, which write to the place itself and make files visible
 * without renames; also output that is no directory. What such a committer leaves before its mark, and where, is its own affair: after a
 * driver's death the job is done again from the start, unless the mark is there.
 */
final class InPlaceCommit implements JobCommit {
    private final JobOutput job;
    private final @Nullable Path out;
    private final String name;

    /** @param name is part of the names of the job's files */
    InPlaceCommit(JobOutput job, String name) {
        this.job = job;
        this.out = FileOutputFormat.getOutputPath(job.configuration());
        this.name = name;
    }

    @Override
    public void setup() throws IOException {
        job.committer().setupJob(job.context());
    }

    /** What is to be replaced goes right before; between the two the place is without its mark. */
    @Override
    public void commit() throws IOException {
        if (job.mode() == SaveMode.OVERWRITE && out != null) {
            removeOthers(out.getFileSystem(job.configuration()), out);
        }
        job.committer().commitJob(job.context());
    }

    private void removeOthers(FileSystem fileSystem, Path directory) throws IOException {
        fileSystem.delete(new Path(directory, FileOutputCommitter.SUCCEEDED_FILE_NAME), false);
        FileStatus[] children;
        try {
            children = fileSystem.listStatus(directory);
        } catch (FileNotFoundException e) {
            return;
        }
        for (FileStatus child : children) {
            String childName = child.getPath().getName();
            boolean hidden = childName.startsWith("_") || childName.startsWith(".");
            if (!hidden && !childName.contains(name)) {
                fileSystem.delete(child.getPath(), true);
            }
        }
    }

    /** Also what a commit that did not end has made visible, which no committer takes back. */
    @Override
    public void abort() throws IOException {
        job.committer().abortJob(job.context(), JobStatus.State.FAILED);
        if (out == null) {
            return;
        }
        FileSystem fileSystem = out.getFileSystem(job.configuration());
        if (!fileSystem.exists(out)) {
            return;
        }
        if (job.mode().namesTellTheJob()) {
            removeFilesOfTheJob(fileSystem, out);
        } else if (!isMarked(fileSystem, out)) {
            // nothing was here before
            removeOthers(fileSystem, out);
        }
        // it was not there before; left empty, it would refuse the next run
        EmptyDirectory.remove(fileSystem, out);
    }

    private void removeFilesOfTheJob(FileSystem fileSystem, Path directory) throws IOException {
        RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(directory, true);
        while (files.hasNext()) {
            Path file = files.next().getPath();
            if (file.getName().contains(name)) {
                fileSystem.delete(file, false);
            }
        }
    }

    /** The mark comes last; where it may have been there before, it says nothing. */
    @Override
    public Remains remains() throws IOException {
        if (out == null || job.mode() == SaveMode.APPEND) {
            return Remains.UNKNOWN;
        }
        FileSystem fileSystem = out.getFileSystem(job.configuration());
        boolean whole =
                isMarked(fileSystem, out) && (!job.mode().namesTellTheJob() || hasFileOfTheJob(fileSystem, out));
        return whole ? Remains.VISIBLE : Remains.UNKNOWN;
    }

    private static boolean isMarked(FileSystem fileSystem, Path directory) throws IOException {
        return fileSystem.exists(new Path(directory, FileOutputCommitter.SUCCEEDED_FILE_NAME));
    }

    private boolean hasFileOfTheJob(FileSystem fileSystem, Path directory) throws IOException {
        RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(directory, true);
        int depth = directory.depth();
        while (files.hasNext()) {
            Path file = files.next().getPath();
            if (file.getName().contains(name) && !isHidden(file, depth)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it lies in a directory, below the one of this depth, in which committers keep what is not visible yet. */
    private static boolean isHidden(Path file, int depth) {
        for (Path at = file; at != null && at.depth() > depth; at = at.getParent()) {
            if (at.getName().startsWith("_") || at.getName().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Set<Integer> committedTasks() {
        return Set.of();
    }

    @Override
    public void finish() throws IOException {
        if (remains() != Remains.VISIBLE) {
            commit();
        }
    }

    /** Where files do not tell whose they are, nothing was there before the job. */
    @Override
    public void remove() throws IOException {
        abort();
        if (out != null && !job.mode().namesTellTheJob()) {
            out.getFileSystem(job.configuration()).delete(out, true);
        }
    }
}
