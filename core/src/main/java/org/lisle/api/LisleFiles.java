package org.lisle.api;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.files.ShippedFiles;

/**
 * Where the job's files are, in tasks and in the driver: those added with {@code LisleContext.addFile}, and those shipped with the submission
 * ({@code --files}, {@code --archives}); Spark's SparkFiles.
 */
public final class LisleFiles {
    private static final Map<String, Path> OF_DRIVER = new ConcurrentHashMap<>();

    private LisleFiles() {}

    /**
     * The path of this process's copy; of an added file, the first call in an executor fetches it. An added file hides a shipped one of the
     * same name.
     *
     * @param filename as added or shipped, without directories; {@code name} for what was shipped as {@code path#name}
     * @throws LisleException INVALID_ARGUMENT when no such file was added before the job began, nor shipped
     */
    public static String get(String filename) {
        TaskContext context = TaskContext.get();
        Path path = context == null ? OF_DRIVER.get(filename) : context.addedFile(filename);
        if (path != null) {
            return path.toString();
        }
        return ShippedFiles.find(filename)
                .orElseThrow(() -> new LisleException(
                        ErrorCode.INVALID_ARGUMENT,
                        "no file " + filename + " was added, nor shipped with the submission",
                        "call addFile on the context before the action, or submit with --files"))
                .toString();
    }

    static void put(String filename, Path copy) {
        OF_DRIVER.put(filename, copy);
    }

    /** The context that added them is closed. */
    static void forgetAdded() {
        OF_DRIVER.clear();
    }
}
