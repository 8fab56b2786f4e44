package org.lisle.local;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of its own below the system's temporary one ({@code java.io.tmpdir}), removed with all that is in it at close, or at the latest
 * when the process ends, unless it is killed.
 */
final class TemporaryFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

    /** Who still writes there while it is removed is in the way a few times at most. */
    private static final int TRIES = 10;

    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(TemporaryFolder::remove), "lisle-folders"));
    }

    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    /** @throws LisleException LOCAL_DISK naming the temporary folder when none can be made there */
    static TemporaryFolder create(String prefix) {
        try {
            Path made = Files.createTempDirectory(prefix);
            OPEN.add(made);
            return new TemporaryFolder(made);
        } catch (IOException e) {
            throw new LisleException(
                    ErrorCode.LOCAL_DISK,
                    "no folder can be made in " + System.getProperty("java.io.tmpdir") + ": " + e.getMessage(),
                    "make room there, or name another with -Djava.io.tmpdir",
                    e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        if (OPEN.remove(path)) {
            remove(path);
        }
    }

    private static void remove(Path folder) {
        IOException last = null;
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                Files.walkFileTree(folder, new Removal());
                return;
            } catch (NoSuchFileException | DirectoryNotEmptyException e) {
                last = e;
            } catch (IOException e) {
                last = e;
                break;
            }
        }
        LOG.warn("The temporary folder {} stays: {}", folder, String.valueOf(last));
    }

    /** Links are removed, not followed. */
    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
