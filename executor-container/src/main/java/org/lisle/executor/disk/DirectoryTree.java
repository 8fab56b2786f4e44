package org.lisle.executor.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory with all that is in it. */
final class DirectoryTree {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryTree.class);

    private DirectoryTree() {}

    /** Deletes it, if it is there; what cannot be deleted is logged. */
    static void delete(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Cannot delete {}", directory, e);
        }
    }
}
