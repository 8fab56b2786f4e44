package org.lisle.executor.disk;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application's directories on the disks of this node (YARN's LOCAL_DIRS). New files go round robin to the disks with room; a
 * directory that cannot be written is passed over, and used again only when no other is left.
 *
 * <p>Files live in named folders below each directory. Folders of shuffles are shared by the executors of a node and outlive them; a
 * {@link #privateFolder} belongs to this executor and is deleted by {@link #close}, or, when its process was killed, by
 * {@link #deleteLeftBehind} of another executor.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // paths are immutable values
public final class LocalDirectories implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalDirectories.class);

    private final List<Path> roots;
    private final List<PrivateFolder> ownFolders;
    private final String ownFolder;
    private final String temporaryFolder;
    private final FaultInjector faults;
    private final Set<Path> suspects = ConcurrentHashMap.newKeySet();
    private final AtomicLong turn = new AtomicLong();
    private final AtomicLong nextTemporary = new AtomicLong();
    private final LongAdder opened = new LongAdder();

    /**
     * @param roots at least one; they need not exist yet
     * @param executor the executor's id, for the names of what is private to it
     */
    public LocalDirectories(List<Path> roots, String executor) {
        this(roots, executor, FaultInjector.NONE);
    }

    /** @param faults asked before each file that is written through {@link #create} */
    public LocalDirectories(List<Path> roots, String executor, FaultInjector faults) {
        if (roots.isEmpty()) {
            throw new IllegalArgumentException("no local directory is given");
        }
        this.roots = roots.stream().map(Path::toAbsolutePath).toList();
        this.ownFolders = this.roots.stream()
                .map(root -> new PrivateFolder(root, executor))
                .toList();
        this.ownFolder = PrivateFolder.name(executor);
        this.temporaryFolder = privateFolder("temporary");
        this.faults = faults;
    }

    public List<Path> roots() {
        return roots;
    }

    /** The name of a folder that no other executor uses. */
    public String privateFolder(String name) {
        return ownFolder + "/" + name;
    }

    /**
     * A path for a new file, below a directory that exists and can be written. The file itself is not made.
     *
     * @throws LisleException LOCAL_DISK naming all directories when none can be used
     */
    public Path newFile(String folder, String name) {
        List<String> problems = new ArrayList<>();
        for (int index : DirectoryChoice.order(candidates(), turn.getAndIncrement())) {
            Path root = roots.get(index);
            Path directory = root.resolve(folder);
            try {
                if (folder.startsWith(ownFolder)) {
                    ownFolders.get(index).claim();
                }
                Files.createDirectories(directory);
                if (Files.isWritable(directory)) {
                    return directory.resolve(name);
                }
                problems.add(root + " is not writable");
            } catch (IOException e) {
                problems.add(root + ": " + e);
            }
            suspect(root, problems.get(problems.size() - 1));
        }
        throw new LisleException(
                ErrorCode.LOCAL_DISK,
                "no local directory of this node can be used: " + String.join("; ", problems),
                "repair the node's disks or take it out of the cluster");
    }

    /**
     * Makes a file, whose path came from here, to be written. Passes {@link FaultPoint#DISK_WRITE}, which can fail, find the disk full, or
     * damage the file.
     */
    public FileOutput create(Path file) throws IOException {
        Fault fault = passWrite(file);
        return fault.kind() == Fault.Kind.CORRUPT ? new DamagedOutput(file) : new FileOutput(file);
    }

    /** Like {@link #create}, for writers that gather bytes themselves. */
    public OutputStream createUnbuffered(Path file) throws IOException {
        Fault fault = passWrite(file);
        return fault.kind() == Fault.Kind.CORRUPT ? new DamagedOutput(file) : Files.newOutputStream(file);
    }

    private Fault passWrite(Path file) throws IOException {
        Fault fault = faults.at(FaultPoint.DISK_WRITE, String.valueOf(file.getFileName()));
        return switch (fault.kind()) {
            case NONE, CORRUPT -> fault;
            case FAIL -> throw new IOException("an error was ordered for " + file);
            case DISK_FULL -> throw new IOException("No space left on device, as ordered for " + file);
            default -> throw new IllegalArgumentException("writing a file cannot " + fault.kind());
        };
    }

    /** Opens a file to be read. */
    public FileChannel open(Path file) throws IOException {
        opened.increment();
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /** All bytes of a small file. */
    public byte[] readAll(Path file) throws IOException {
        opened.increment();
        return Files.readAllBytes(file);
    }

    /** How many files were opened to be read so far; what grows with the number of tasks shows here. */
    public long filesOpened() {
        return opened.sum();
    }

    /** A path for a file that {@link #close} deletes at the latest; whoever makes it deletes it earlier. Fails as {@link #newFile}. */
    public Path newTemporaryFile(String prefix) {
        return newFile(temporaryFolder, prefix + "-" + nextTemporary.getAndIncrement());
    }

    /** Where the file lies, when a directory has it. */
    public Optional<Path> find(String folder, String name) {
        for (Path root : roots) {
            Path file = root.resolve(folder).resolve(name);
            if (Files.isReadable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /** Deletes a folder and what is in it, in all directories; what cannot be deleted is logged. */
    public void deleteFolder(String folder) {
        for (Path root : roots) {
            DirectoryTree.delete(root.resolve(folder));
        }
    }

    /** Deletes a file that may be absent; a failure is logged and otherwise ignored. */
    public void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}", file, e);
        }
    }

    /**
     * What to throw when a file below one of the directories could not be written or read. The directory is passed over from now on,
     * unless the thread was interrupted.
     *
     * @param doing such as {@code "writing a spill"}
     * @return SPILL_DISK_FULL or LOCAL_DISK, naming file and directory
     */
    public LisleException failure(Path file, String doing, IOException cause) {
        Path root = roots.stream().filter(file::startsWith).findFirst().orElse(file);
        if (!(cause instanceof ClosedByInterruptException)) {
            // A killed task's thread is interrupted, which closes its files: no fault of the disk.
            suspect(root, doing + ": " + cause.getMessage());
        }
        boolean full = isDiskFull(cause);
        return new LisleException(
                full ? ErrorCode.SPILL_DISK_FULL : ErrorCode.LOCAL_DISK,
                doing + " failed in the local directory " + root + " (" + file + "): "
                        + (full ? "the disk is full" : cause.toString()),
                full
                        ? "free space there, or give the node larger local directories (yarn.nodemanager.local-dirs)"
                        : "look at the node's disks",
                cause);
    }

    /** Deletes everything that is private to this executor. */
    @Override
    public void close() {
        ownFolders.forEach(PrivateFolder::close);
    }

    /** Deletes what other executors of the application kept for themselves and whose processes are gone. */
    public void deleteLeftBehind() {
        roots.forEach(PrivateFolder::deleteLeftBehind);
    }

    private static boolean isDiskFull(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("disk quota exceeded");
    }

    private void suspect(Path root, String why) {
        if (suspects.add(root)) {
            LOG.warn("Local directory {} is passed over from now on: {}", root, why);
        }
    }

    private List<DirectoryChoice.Candidate> candidates() {
        List<DirectoryChoice.Candidate> candidates = new ArrayList<>(roots.size());
        for (int i = 0; i < roots.size(); i++) {
            Path root = roots.get(i);
            candidates.add(new DirectoryChoice.Candidate(i, usableBytes(root), suspects.contains(root)));
        }
        return candidates;
    }

    /** Room on the disk of a file or directory, or of the nearest one above that exists; 0 when the disk does not answer. */
    public static long usableBytes(Path directory) {
        Path existing = directory;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            return 0;
        }
        try {
            FileStore store = Files.getFileStore(existing);
            return store.getUsableSpace();
        } catch (IOException e) {
            LOG.debug("Cannot ask for the free space of {}", existing, e);
            return 0;
        }
    }
}
