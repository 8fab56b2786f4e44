package org.lisle.core.files;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A file whose content is a broadcast of bytes. Jobs name theirs in local properties.
 *
 * @param name without directories
 * @param checksum of the content
 * @param broadcast the broadcast's id
 * @param pieces number of its blocks
 * @param bytes length of its blocks
 */
public record AddedFile(String name, long checksum, long broadcast, int pieces, long bytes) {
    /** The local property that names the files of a job. */
    public static final String FILES = "lisle.internal.files";

    /** The local property that names the jars of a job. */
    public static final String JARS = "lisle.internal.jars";

    private static final String BETWEEN_FIELDS = ":";
    private static final String BETWEEN_FILES = ",";

    /** Files as the value of a property. */
    public static String text(List<AddedFile> files) {
        return files.stream().map(AddedFile::text).collect(Collectors.joining(BETWEEN_FILES));
    }

    private String text() {
        return String.join(
                BETWEEN_FIELDS,
                URLEncoder.encode(name, StandardCharsets.UTF_8),
                Long.toString(checksum),
                Long.toString(broadcast),
                Integer.toString(pieces),
                Long.toString(bytes));
    }

    /** Files out of the value of a property; none for null. */
    public static List<AddedFile> parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(text.split(BETWEEN_FILES)).map(AddedFile::one).toList();
    }

    private static AddedFile one(String text) {
        String[] fields = text.split(BETWEEN_FIELDS);
        return new AddedFile(
                URLDecoder.decode(fields[0], StandardCharsets.UTF_8),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Integer.parseInt(fields[3]),
                Long.parseLong(fields[4]));
    }
}
