package org.lisle.executor.disk;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that one executor keeps for itself below one local directory: {@code lisle-private/ID}. A file {@code ID.lock} beside it is
 * locked for as long as the executor's process lives; the system gives the lock back however the process ends, so that another executor
 * of the application can tell what a killed one left behind, and delete it.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // paths are immutable values
final class PrivateFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateFolder.class);
    private static final String PARENT = "lisle-private";
    private static final String LOCK = ".lock";

    /** Never opened again: closing any channel of a file may give back all locks that this process has on it. */
    @GuardedBy("PrivateFolder.class")
    private static final Map<Path, FileChannel> LOCKED_HERE = new HashMap<>();

    private final Path folder;
    private final Path lockFile;
    private volatile boolean claimed;

    PrivateFolder(Path root, String executor) {
        this.folder = root.resolve(PARENT).resolve(executor);
        this.lockFile = folder.resolveSibling(executor + LOCK);
    }

    /** The folder's path below a local directory. */
    static String name(String executor) {
        return PARENT + "/" + executor;
    }

    /**
     * To be called before anything is made in the folder; does nothing the second time. Where no lock can be had, because the file system has
     * none or the thread is interrupted, there is no lock file either, and what is in the folder stays until the application ends.
     */
    void claim() throws IOException {
        if (!claimed) {
            synchronized (PrivateFolder.class) {
                Files.createDirectories(folder);
                if (!LOCKED_HERE.containsKey(lockFile)) {
                    try {
                        LOCKED_HERE.put(lockFile, lock());
                    } catch (IOException e) {
                        LOG.warn(
                                "{} cannot be locked: should this process be killed, its files stay a while",
                                lockFile,
                                e);
                        // a lock file that nobody holds would say that this process is gone
                        Files.deleteIfExists(lockFile);
                    }
                }
                claimed = true;
            }
        }
    }

    /** Deletes the folder and what is in it; what cannot be deleted is logged. */
    @Override
    public void close() {
        DirectoryTree.delete(folder);
        synchronized (PrivateFolder.class) {
            FileChannel lock = LOCKED_HERE.remove(lockFile);
            if (lock != null) {
                release(lockFile, lock);
            }
            claimed = false;
        }
    }

    /** Deletes the folders below a local directory whose executors' processes are gone. */
    static void deleteLeftBehind(Path root) {
        synchronized (PrivateFolder.class) {
            for (Path lockFile : lockFiles(root.resolve(PARENT))) {
                if (!LOCKED_HERE.containsKey(lockFile)) {
                    deleteUnlocked(lockFile);
                }
            }
        }
    }

    private static void deleteUnlocked(Path lockFile) {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                String name = lockFile.getFileName().toString();
                Path folder = lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length()));
                LOG.info("{} is deleted: the process of its executor is gone", folder);
                DirectoryTree.delete(folder);
                Files.deleteIfExists(lockFile);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} has just been deleted by another executor", lockFile);
        } catch (IOException e) {
            LOG.warn(
                    "Cannot tell whether the executor of {} lives: its files stay until the application ends",
                    lockFile,
                    e);
        }
    }

    /** Whoever deletes files of the dead may have locked this one for a moment, and deleted it. */
    private FileChannel lock() throws IOException {
        while (true) {
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                channel.lock();
                if (Files.exists(lockFile)) {
                    return channel;
                }
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            channel.close();
            Files.createDirectories(folder);
        }
    }

    /** The file goes before its lock: whoever locks it afterwards finds that it is not there any more. */
    private static void release(Path lockFile, FileChannel lock) {
        try (lock) {
            Files.deleteIfExists(lockFile);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}", lockFile, e);
        }
    }

    private static List<Path> lockFiles(Path parent) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(parent)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(parent, "*" + LOCK)) {
                files.forEach(found::add);
            } catch (IOException e) {
                LOG.warn("Cannot list {}", parent, e);
            }
        }
        return found;
    }
}
