package org.lisle.hdfs.publish;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * Where a job prepares what is to appear at {@code out}.
 *
 * <pre>
 *   parent/out                          the public place
 *   parent/.lisle-out/                  all jobs that write there
 *   parent/.lisle-out/JOB/output        what the job's committer makes; then out, or files or directories in it
 *   parent/.lisle-out/JOB/replaced/N    what was at the public place before
 *   parent/.lisle-out/JOB/plan          the renames of the publication; there while it runs
 *   parent/.lisle-out/JOB/done          the plan, once all of it is done
 *   parent/.lisle-out/JOB.undo          the directory of a job whose publication is undone
 * </pre>
 *
 * @param out qualified; not the root of its file system
 * @param job names the job's attempt to write; part of the names of its files
 */
public record StagingPlace(Path out, String job) {
    static final String UNDO = ".undo";
    private static final String PREFIX = ".lisle-";

    public StagingPlace {
        if (out.getParent() == null) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT, out + " is the root of a file system", "write to a directory below it");
        }
    }

    static Path root(Path out) {
        return new Path(out.getParent(), PREFIX + out.getName());
    }

    Path root() {
        return root(out);
    }

    public Path directory() {
        return new Path(root(), job);
    }

    Path undoDirectory() {
        return new Path(root(), job + UNDO);
    }

    public Path output() {
        return new Path(directory(), Planning.OUTPUT);
    }

    static Path replaced(Path directory) {
        return new Path(directory, "replaced");
    }

    static Path plan(Path directory) {
        return new Path(directory, "plan");
    }

    static Path done(Path directory) {
        return new Path(directory, "done");
    }

    /** The path of a staged thing when its job's directory is {@code directory}. */
    static Path staged(Path directory, String relative) {
        return new Path(directory, relative);
    }

    /** {@code path} relative to {@code ancestor}, without a slash at its begin. */
    static String relative(Path ancestor, Path path) throws IOException {
        String base = ancestor.toUri().getPath();
        String full = path.toUri().getPath();
        if (!full.startsWith(base + "/")) {
            throw new IOException(path + " is not below " + ancestor);
        }
        return full.substring(base.length() + 1);
    }
}
