package org.lisle.yarn.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.client.HdfsDataOutputStream;
import org.jspecify.annotations.Nullable;
import org.lisle.dag.journal.JournalStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journals as files of the staging directory:
 *
 * <pre>
 *   journal-1            written by the driver of epoch 1
 *   sealed-journal-1     the same, after the driver of epoch 2 took over
 *   journal-2
 * </pre>
 *
 * <p>Sealing is what keeps a driver that only seemed dead from writing on, in this order: the file is renamed, so that a driver that has
 * not created or opened anything yet finds nothing and can create nothing new under an older epoch; then its lease is recovered, after
 * which HDFS refuses every append and flush of the old stream and has agreed on a length. A driver that flushes looks no further: its
 * flush fails. Where HDFS cannot recover the lease, because all DataNodes that hold the journal's end are gone, the journal counts as unreadable.
 * On file systems without leases (the local one, object stores), a stream that is open may still accept bytes; there each
 * flush looks whether the file still has its name.
 */
public final class HadoopJournalStore implements JournalStore {
    private static final Logger LOG = LoggerFactory.getLogger(HadoopJournalStore.class);
    private static final String OPEN = "journal-";
    private static final String SEALED = "sealed-journal-";
    private static final Pattern NAME = Pattern.compile("(?:sealed-)?journal-(\\d+)");
    private static final Duration LEASE_WAIT = Duration.ofSeconds(90);
    private static final long LEASE_LOOK_MILLIS = 250;

    private final FileSystem fileSystem;
    private final Path directory;
    private final int epoch;
    private final boolean leases;
    private final Duration leaseWait;
    private @Nullable FSDataOutputStream out;
    private boolean flushed;

    /** @param directory of the application, which is there */
    public HadoopJournalStore(FileSystem fileSystem, Path directory, int epoch) {
        this(fileSystem, directory, epoch, LEASE_WAIT);
    }

    /** @param leaseWait after which a journal whose lease HDFS cannot recover is given up */
    public HadoopJournalStore(FileSystem fileSystem, Path directory, int epoch, Duration leaseWait) {
        this.fileSystem = fileSystem;
        this.directory = directory;
        this.epoch = epoch;
        this.leases = fileSystem instanceof DistributedFileSystem;
        this.leaseWait = leaseWait;
    }

    @Override
    public List<Sealed> seal() throws IOException {
        TreeMap<Integer, Sealed> found = new TreeMap<>();
        for (FileStatus file : fileSystem.listStatus(directory)) {
            Matcher name = NAME.matcher(file.getPath().getName());
            if (name.matches()) {
                int number = Integer.parseInt(name.group(1));
                if (number >= epoch) {
                    throw new IOException(
                            "attempt " + number + " of the application has a journal already: " + file.getPath());
                }
                found.put(number, sealed(file.getPath(), number));
            }
        }
        return new ArrayList<>(found.values());
    }

    private Sealed sealed(Path file, int number) throws IOException {
        Path target = new Path(directory, SEALED + number);
        if (!file.equals(target) && !fileSystem.rename(file, target)) {
            throw new IOException("the journal " + file + " could not be sealed");
        }
        boolean whole = !leases || recoverLease((DistributedFileSystem) fileSystem, target);
        return new SealedFile(number, target, whole);
    }

    /** Whether the file's end is agreed upon; false when that took too long. */
    private boolean recoverLease(DistributedFileSystem hdfs, Path file) throws IOException {
        long until = System.nanoTime() + leaseWait.toNanos();
        var pause = new Semaphore(0);
        boolean recovered = hdfs.recoverLease(file);
        try {
            while (!recovered && !hdfs.isFileClosed(file)) {
                if (System.nanoTime() > until) {
                    return false;
                }
                if (pause.tryAcquire(LEASE_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    LOG.debug("waited for the lease of {}", file);
                }
                recovered = hdfs.recoverLease(file);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the lease of " + file + " was recovered", e);
        }
    }

    /** A journal under its sealed name. */
    private final class SealedFile implements Sealed {
        private final int number;
        private final Path path;
        private final boolean whole;

        SealedFile(int number, Path path, boolean whole) {
            this.number = number;
            this.path = path;
            this.whole = whole;
        }

        @Override
        public int epoch() {
            return number;
        }

        @Override
        public InputStream open() throws IOException {
            if (!whole) {
                throw new IOException("HDFS could not recover the lease of " + path + " in " + leaseWait.toSeconds()
                        + " s: the DataNodes with its end are gone");
            }
            return fileSystem.open(path);
        }
    }

    private Path file() {
        return new Path(directory, OPEN + epoch);
    }

    @Override
    public void create() throws IOException {
        FSDataOutputStream made = fileSystem.create(file(), false);
        if (!leases && !made.hasCapability(StreamCapabilities.HFLUSH)) {
            LOG.warn(
                    "The file system of {} cannot make bytes durable before a file is closed: if the driver dies, its journal may lack the"
                            + " end, or all",
                    directory);
        }
        out = made;
    }

    private FSDataOutputStream stream() throws IOException {
        FSDataOutputStream open = out;
        if (open == null) {
            throw new IOException("the journal " + file() + " is not open");
        }
        return open;
    }

    @Override
    public void append(byte[] bytes, int offset, int length) throws IOException {
        stream().write(bytes, offset, length);
    }

    /** To the memory of all DataNodes of the pipeline: the journal outlives this process and this node. The length is told with the first. */
    @Override
    public void flush() throws IOException {
        FSDataOutputStream open = stream();
        if (!flushed && open instanceof HdfsDataOutputStream hdfs) {
            hdfs.hsync(EnumSet.of(HdfsDataOutputStream.SyncFlag.UPDATE_LENGTH));
        } else {
            open.hflush();
        }
        flushed = true;
        if (!leases) {
            checkNotSealed();
        }
    }

    private void checkNotSealed() throws IOException {
        try {
            fileSystem.getFileStatus(file());
        } catch (FileNotFoundException e) {
            throw new IOException("a newer attempt has taken over: the journal " + file() + " was sealed", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
