package org.lisle.api;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** Where files added with {@code LisleContext.addFile} are, in tasks and in the driver; Spark's SparkFiles. */
public final class LisleFiles {
    private static final Map<String, Path> OF_DRIVER = new ConcurrentHashMap<>();

    private LisleFiles() {}

    /**
     * The path of this process's copy; the first call in an executor fetches it.
     *
     * @param filename as added, without directories
     * @throws LisleException INVALID_ARGUMENT when no such file was added before the job began
     */
    public static String get(String filename) {
        TaskContext context = TaskContext.get();
        Path path = context == null ? OF_DRIVER.get(filename) : context.addedFile(filename);
        if (path == null) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "no file " + filename + " was added",
                    "call addFile on the context before the action");
        }
        return path.toString();
    }

    static void put(String filename, Path copy) {
        OF_DRIVER.put(filename, copy);
    }
}
