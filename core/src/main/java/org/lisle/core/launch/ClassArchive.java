package org.lisle.core.launch;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a container is told about its archive of loaded classes (class-data sharing): either the one that lies in its working directory and
 * is to be used, or where to leave one at its end, or neither. An archive is a matter of speed alone: whoever cannot use or make it goes on
 * without.
 *
 * @param link name of the archive in the working directory; empty when there is none
 * @param bytes the archive's length: a file that is shorter would end the JVM
 * @param target URI of the file to leave the classes of this process in when it ends in order; empty not to
 */
public record ClassArchive(String link, long bytes, String target) {
    public static final ClassArchive NONE = new ClassArchive("", 0, "");

    private static final String LINK = "LISLE_CLASS_ARCHIVE";
    private static final String BYTES = "LISLE_CLASS_ARCHIVE_BYTES";
    private static final String TARGET = "LISLE_CLASS_ARCHIVE_TARGET";

    /** One that is used. */
    public static ClassArchive used(String link, long bytes) {
        return new ClassArchive(link, bytes, "");
    }

    /** One that is made. */
    public static ClassArchive made(String target) {
        return new ClassArchive("", 0, target);
    }

    /** The variables to set, which the script that starts the JVM reads too; {@link #parse} reads them. */
    public Map<String, String> toVariables() {
        Map<String, String> variables = new TreeMap<>();
        if (!link.isEmpty()) {
            variables.put(LINK, link);
            variables.put(BYTES, Long.toString(bytes));
        }
        if (!target.isEmpty()) {
            variables.put(TARGET, target);
        }
        return variables;
    }

    public static ClassArchive parse(Map<String, String> variables) {
        String bytes = variables.getOrDefault(BYTES, "0");
        return new ClassArchive(
                variables.getOrDefault(LINK, ""),
                bytes.matches("\\d{1,18}") ? Long.parseLong(bytes) : 0,
                variables.getOrDefault(TARGET, ""));
    }
}
