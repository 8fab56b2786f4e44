package org.lisle.hdfs.publish;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.Shell;
import org.lisle.api.SaveMode;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.hdfs.directory.EmptyDirectory;
import org.lisle.hdfs.publish.MovePlan.Direction;
import org.lisle.hdfs.publish.MovePlan.Move;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what a job staged visible by renames, and undoes that.
 *
 * <pre>
 *   files                          after a crash here, the same job          any later job to the place
 *   JOB/output                     goes on                                   leaves it alone, or removes it
 *   JOB/output, plan               does the rest of the plan                 undoes the plan
 *   JOB/plan, some moves done      does the rest of the plan                 undoes the plan
 *   JOB/done                       removes JOB                               removes JOB
 *   JOB.undo/...                   has lost; the rest of the undoing is done by whoever comes
 * </pre>
 *
 * The rename of the plan to {@code done} is the point of commit. A plan that is a single rename has no file: the rename is the point of commit.
 * Whoever undoes a job's plan first renames the job's directory. From then on no rename of that job succeeds, its point of commit
 * included, should it be alive after all: all its paths lead into the directory that is gone. So a wrong guess that a job is dead makes
 * that job fail, and never leaves a mixture. What is asked of the file system is that the rename of a directory is atomic, and that a
 * rename fails when its source, or the directory of its target, is missing.
 */
public final class Publication {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final int MKDIRS_ATTEMPTS = 10;

    /** How long what a job staged for a place that it shares with others is kept from them when it is not touched any more. */
    private static final Duration ABANDONED = Duration.ofDays(7);

    private final FileSystem fileSystem;
    private final StagingPlace place;

    public Publication(FileSystem fileSystem, StagingPlace place) {
        this.fileSystem = fileSystem;
        this.place = place;
    }

    /** Makes the staging directory. */
    public void begin() throws IOException {
        mkdirs(place.output());
        mkdirs(StagingPlace.replaced(place.directory()));
    }

    /**
     * Whether the job's staging directory is there: it began, and neither ended nor was undone. A task's attempt that comes late makes the
     * directory of its file again, with all above it; only {@link #begin} makes what is asked for here.
     */
    public boolean isStaged() throws IOException {
        return fileSystem.exists(StagingPlace.replaced(place.directory()));
    }

    /** Removes what a task's attempt that came after the job's end has made again. To be called by such, after {@link #begin}. */
    public void removeStray() throws IOException {
        if (fileSystem.exists(place.directory()) && !isStaged()) {
            fileSystem.delete(place.directory(), true);
        }
        EmptyDirectory.remove(fileSystem, place.root());
    }

    /** Whether the publication has begun, or is done: the job's committer has nothing to do any more. */
    public boolean hasBegun() throws IOException {
        return fileSystem.exists(StagingPlace.plan(place.directory()))
                || fileSystem.exists(StagingPlace.done(place.directory()))
                || !fileSystem.exists(place.output());
    }

    /**
     * Makes what is staged visible, from whatever point an earlier call reached, and removes the staging directory.
     *
     * @throws LisleException OUTPUT_EXISTS when something came to the place in the meantime, which the mode does not allow
     * @throws IOException when the file system failed, or another job has undone the publication; {@link #withdraw} cleans up
     */
    public void publish(SaveMode mode) throws IOException {
        Path directory = place.directory();
        if (!fileSystem.exists(StagingPlace.done(directory)) && fileSystem.exists(place.output())) {
            MovePlan plan = plan(mode);
            forward(directory, plan);
            if (!plan.isAtomic() && !rename(StagingPlace.plan(directory), StagingPlace.done(directory), fileSystem)) {
                throw new IOException("the output " + place.out() + " was taken back by another job that writes there");
            }
        }
        tidy(mode);
    }

    private MovePlan plan(SaveMode mode) throws IOException {
        Path file = StagingPlace.plan(place.directory());
        if (fileSystem.exists(file)) {
            return read(file);
        }
        MovePlan plan = Planning.of(fileSystem, place, mode);
        if (!plan.isAtomic()) {
            Path unfinished = new Path(place.directory(), "plan.part");
            try (DataOutputStream out = new DataOutputStream(fileSystem.create(unfinished, true))) {
                plan.write(out);
            }
            rename(unfinished, file);
        }
        return plan;
    }

    private MovePlan read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(fileSystem.open(file))) {
            return MovePlan.read(in);
        }
    }

    private void forward(Path directory, MovePlan plan) throws IOException {
        for (String created : plan.created()) {
            mkdirs(new Path(created));
        }
        for (Move move : plan.moves()) {
            Path staged = StagingPlace.staged(directory, move.staged());
            Path visible = new Path(move.visible());
            if (move.isDone(fileSystem.exists(staged))) {
                continue;
            }
            if (move.direction() == Direction.OUT) {
                rename(visible, staged);
            } else if (fileSystem.exists(visible)) {
                throw new LisleException(
                        ErrorCode.OUTPUT_EXISTS,
                        "the output " + visible + " was made by somebody else while the job ran",
                        "let one job at a time write to a place");
            } else {
                rename(staged, visible);
            }
        }
    }

    /** Takes back what is visible of a publication that is not done, and removes what is staged. Does nothing where nothing is staged. */
    public void withdraw() throws IOException {
        withdraw(false);
    }

    /** As {@link #withdraw}, also when the publication is done but for its tidying. */
    public void withdrawEvenWhenDone() throws IOException {
        withdraw(true);
    }

    private void withdraw(boolean evenWhenDone) throws IOException {
        Path undo = place.undoDirectory();
        if (fileSystem.exists(place.directory()) && !rename(place.directory(), undo, fileSystem)) {
            throw new IOException(place.directory() + " cannot be renamed to " + undo);
        }
        undo(fileSystem, undo, evenWhenDone);
        EmptyDirectory.remove(fileSystem, place.root());
    }

    private static void undo(FileSystem fileSystem, Path directory, boolean evenWhenDone) throws IOException {
        if (!fileSystem.exists(directory)) {
            return;
        }
        Path plan = StagingPlace.plan(directory);
        if (evenWhenDone && fileSystem.exists(StagingPlace.done(directory))) {
            plan = StagingPlace.done(directory);
        }
        if (fileSystem.exists(plan)) {
            MovePlan moves;
            try (DataInputStream in = new DataInputStream(fileSystem.open(plan))) {
                moves = MovePlan.read(in);
            }
            backward(fileSystem, directory, moves);
        }
        fileSystem.delete(directory, true);
    }

    private static void backward(FileSystem fileSystem, Path directory, MovePlan plan) throws IOException {
        for (Move move : reversed(plan.moves())) {
            Path staged = StagingPlace.staged(directory, move.staged());
            Path visible = new Path(move.visible());
            if (!move.isDone(fileSystem.exists(staged))) {
                continue;
            }
            Path from = move.direction() == Direction.IN ? visible : staged;
            Path to = move.direction() == Direction.IN ? staged : visible;
            if (fileSystem.exists(from) && !rename(from, to, fileSystem)) {
                throw new IOException(from + " cannot be renamed to " + to + " to undo a publication");
            }
        }
        for (String created : reversed(plan.created())) {
            EmptyDirectory.remove(fileSystem, new Path(created));
        }
    }

    /**
     * Before a job begins: ends what dead jobs left half done at the place. A publication that is under way is given time to end; then its
     * job counts as dead, and it is undone.
     */
    public static void settle(FileSystem fileSystem, Path out, Duration patience) throws IOException {
        if (out.getParent() == null) {
            return;
        }
        Path root = StagingPlace.root(out);
        for (FileStatus job : children(fileSystem, root)) {
            Path directory = job.getPath();
            if (directory.getName().endsWith(StagingPlace.UNDO)) {
                undo(fileSystem, directory, false);
            } else if (isPublished(fileSystem, directory)) {
                fileSystem.delete(directory, true);
            } else if (staysPlanned(fileSystem, directory, patience)) {
                LOG.warn("What the dead job of {} made visible at {} is taken back", directory.getName(), out);
                Path undo = directory.suffix(StagingPlace.UNDO);
                if (rename(directory, undo, fileSystem)) {
                    undo(fileSystem, undo, false);
                }
            }
        }
        EmptyDirectory.remove(fileSystem, root);
    }

    /** In this order: a plan is there before anything moves. */
    private static boolean isPublished(FileSystem fileSystem, Path directory) throws IOException {
        boolean moved = fileSystem.exists(StagingPlace.done(directory))
                || !fileSystem.exists(StagingPlace.staged(directory, Planning.OUTPUT));
        return moved && !fileSystem.exists(StagingPlace.plan(directory));
    }

    private static boolean staysPlanned(FileSystem fileSystem, Path directory, Duration patience) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        while (fileSystem.exists(StagingPlace.plan(directory))) {
            if (System.nanoTime() - until >= 0) {
                return true;
            }
            try {
                Thread.sleep(LOOK_AGAIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while another job published at " + directory);
            }
        }
        return false;
    }

    /** The output is visible; what is left of the staging is removed. A failure is no failure of the job: whoever comes next does it. */
    private void tidy(SaveMode mode) {
        try {
            removeStaging(mode);
        } catch (IOException first) {
            try {
                removeStaging(mode);
            } catch (IOException e) {
                LOG.warn("The output {} is whole, but {} could not be removed", place.out(), place.root(), e);
            }
        }
    }

    /**
     * Where the whole directory was written, staging directories of others have no future either; where jobs share it, only those that
     * were left long ago.
     */
    private void removeStaging(SaveMode mode) throws IOException {
        boolean shared = mode == SaveMode.APPEND || mode == SaveMode.OVERWRITE_PARTITIONS;
        List<FileStatus> jobs = children(fileSystem, place.root());
        long latest =
                jobs.stream().mapToLong(FileStatus::getModificationTime).max().orElse(0);
        for (FileStatus job : jobs) {
            Path directory = job.getPath();
            boolean mine = directory.getName().equals(place.job());
            boolean hasNoFuture = !shared || latest - job.getModificationTime() > ABANDONED.toMillis();
            if (mine || hasNoFuture && isIdle(directory)) {
                fileSystem.delete(directory, true);
            }
        }
        EmptyDirectory.remove(fileSystem, place.root());
    }

    private boolean isIdle(Path directory) throws IOException {
        return !directory.getName().endsWith(StagingPlace.UNDO) && !fileSystem.exists(StagingPlace.plan(directory));
    }

    private static List<FileStatus> children(FileSystem fileSystem, Path directory) throws IOException {
        try {
            return List.of(fileSystem.listStatus(directory));
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    /**
     * Local file systems make one level after the other. Who removes the empty root of the staging directories in between, as the last job
     * that ends does, makes them fail: they say so, or their command that sets the permissions finds nothing.
     */
    private void mkdirs(Path directory) throws IOException {
        for (int attempt = 1; !made(directory, attempt == MKDIRS_ATTEMPTS); attempt++) {
            if (attempt == MKDIRS_ATTEMPTS) {
                throw new IOException("the directory " + directory + " cannot be made");
            }
        }
    }

    private boolean made(Path directory, boolean last) throws IOException {
        try {
            return fileSystem.mkdirs(directory);
        } catch (Shell.ExitCodeException e) {
            if (last) {
                throw e;
            }
            return false;
        }
    }

    private void rename(Path from, Path to) throws IOException {
        if (!rename(from, to, fileSystem)) {
            throw new IOException(from + " cannot be renamed to " + to);
        }
    }

    /** Some file systems say that the source is missing by an exception, others by false; and a failure may have come after the deed. */
    private static boolean rename(Path from, Path to, FileSystem fileSystem) throws IOException {
        try {
            return fileSystem.rename(from, to);
        } catch (IOException e) {
            if (!fileSystem.exists(from) && fileSystem.exists(to)) {
                return true;
            }
            if (e instanceof FileNotFoundException) {
                return false;
            }
            throw e;
        }
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }
}
