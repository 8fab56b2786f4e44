package org.lisle.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * The copies that this process has of added files, each made once, below the system's temporary directory; removed when the process ends
 * well. Thread-safe.
 */
public final class LocalCopies {
    private static final Map<String, Path> COPIES = new ConcurrentHashMap<>();

    private LocalCopies() {}

    /**
     * The file here.
     *
     * @param content asked for when there is no copy yet
     * @throws LisleException LOCAL_DISK when it cannot be written
     */
    public static Path of(AddedFile file, Supplier<byte[]> content) {
        String key = file.checksum() + "/" + file.name();
        return COPIES.computeIfAbsent(key, absent -> write(file.name(), content.get()));
    }

    private static Path write(String name, byte[] content) {
        try {
            Path directory = Files.createTempDirectory("lisle-file-");
            directory.toFile().deleteOnExit();
            Path copy = Files.write(directory.resolve(name), content);
            copy.toFile().deleteOnExit();
            return copy;
        } catch (IOException e) {
            throw new LisleException(
                    ErrorCode.LOCAL_DISK,
                    "the added file " + name + " cannot be written to " + System.getProperty("java.io.tmpdir") + ": "
                            + e.getMessage(),
                    "make room there",
                    e);
        }
    }
}
