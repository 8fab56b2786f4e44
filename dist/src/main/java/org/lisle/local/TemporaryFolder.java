package org.lisle.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder of its own below the system's temporary one ({@code java.io.tmpdir}), removed with all that is in it at close. */
record TemporaryFolder(Path path) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

    /** @throws LisleException LOCAL_DISK naming the temporary folder when none can be made there */
    static TemporaryFolder create(String prefix) {
        try {
            return new TemporaryFolder(Files.createTempDirectory(prefix));
        } catch (IOException e) {
            throw new LisleException(
                    ErrorCode.LOCAL_DISK,
                    "no folder can be made in " + System.getProperty("java.io.tmpdir") + ": " + e.getMessage(),
                    "make room there, or name another with -Djava.io.tmpdir",
                    e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("The temporary folder {} stays: {}", path, e.toString());
        }
    }
}
