package org.lisle.executor.pressure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The size above which the process is killed: by YARN, which compares with the container's size, or by the kernel, with the cgroup's. */
final class ContainerLimit {
    /** Version 2 and version 1 of control groups, as a process in one sees its own. */
    private static final List<String> FILES =
            List.of("sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory/memory.limit_in_bytes");

    private ContainerLimit() {}

    /**
     * The smaller of the two; a file that is absent or says "max" is no limit.
     *
     * @param root where the file systems are mounted: {@code /}
     */
    static long of(long containerBytes, Path root) {
        long limit = containerBytes;
        for (String file : FILES) {
            limit = Math.min(limit, read(root.resolve(file)));
        }
        return limit;
    }

    private static long read(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).trim();
            return text.matches("\\d{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
        } catch (IOException absent) {
            return Long.MAX_VALUE;
        }
    }
}
