package org.lisle.yarn.launch;

import java.util.List;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * A file in the cluster's file system that every container of the application finds in its working directory.
 *
 * @param link the name in the working directory
 * @param uri where it lies
 * @param role what it is for
 * @param archive whether it is unpacked: then the link is a directory
 * @param size bytes, checked by the NodeManager
 * @param timestamp modification time, checked by the NodeManager
 * @param everyones whether all users of a node may share one copy
 */
public record ShippedResource(
        String link, String uri, Role role, boolean archive, long size, long timestamp, boolean everyones) {
    public enum Role {
        /** The directory with Lisle's jar and the script that starts a container's JVM. */
        ENGINE,
        /** An archive of loaded classes; each container gets the one of its kind. */
        CLASS_ARCHIVE,
        /** The directory with Hadoop's configuration. */
        HADOOP_CONFIGURATION,
        /** A JDK. */
        JAVA,
        /** A jar of the job's class loader. */
        USER_JAR,
        /** Anything else. */
        FILE
    }

    private static final String SEPARATOR = "|";

    /** One line; {@link #parse} reads it. */
    String format() {
        return String.join(
                SEPARATOR,
                List.of(
                        role.name(),
                        Boolean.toString(archive),
                        Boolean.toString(everyones),
                        Long.toString(size),
                        Long.toString(timestamp),
                        link,
                        uri));
    }

    static ShippedResource parse(String line) {
        String[] parts = line.split("\\|", 7);
        if (parts.length != 7) {
            throw new LisleException(ErrorCode.PROTOCOL, "no description of a shipped file: '" + line + "'", "");
        }
        return new ShippedResource(
                parts[5],
                parts[6],
                Role.valueOf(parts[0]),
                Boolean.parseBoolean(parts[1]),
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]),
                Boolean.parseBoolean(parts[2]));
    }
}
