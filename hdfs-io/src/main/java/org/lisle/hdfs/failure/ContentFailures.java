package org.lisle.hdfs.failure;

import java.util.function.LongSupplier;
import org.lisle.core.error.LisleException;

/**
 * Tells a file that Hadoop's formats do not understand from one that the file system cannot read: who threw the exception decides, because
 * formats have no types of their own for it. Damage of the first kind does not pass when it is read again.
 */
public final class ContentFailures {
    private ContentFailures() {}

    /** A split for people: the path where it is of one file. */
    public static String place(Object split) {
        if (split instanceof org.apache.hadoop.mapred.FileSplit file) {
            return file.getPath().toString();
        }
        return split instanceof org.apache.hadoop.mapreduce.lib.input.FileSplit file
                ? file.getPath().toString()
                : split.toString();
    }

    /**
     * Does nothing when the format is not at fault.
     *
     * @param position where the reader was
     * @throws LisleException INPUT_CORRUPT when the format met what it does not understand
     */
    public static void check(Throwable failure, String place, LongSupplier position) {
        if (isOfFormat(failure)) {
            String message = failure.getMessage();
            throw FileErrors.corrupt(
                    place,
                    position.getAsLong(),
                    message == null ? failure.getClass().getSimpleName() : message,
                    failure);
        }
    }

    /** Hadoop's reader of SequenceFiles takes a damaged length for the end of the file. */
    public static LisleException endsEarly(String place, long position) {
        return FileErrors.corrupt(place, position, "its records end here, before the end of the file's part", null);
    }

    private static boolean isOfFormat(Throwable failure) {
        for (StackTraceElement frame : failure.getStackTrace()) {
            String thrower = frame.getClassName();
            if (!isBelow(thrower)) {
                return isFormat(thrower);
            }
        }
        return false;
    }

    /** Of what formats and file systems both use. */
    private static boolean isBelow(String className) {
        return className.startsWith("java.")
                || className.startsWith("jdk.")
                || className.startsWith("sun.")
                || className.equals("org.apache.hadoop.io.IOUtils");
    }

    /** Formats, and the codecs and values below them. */
    private static boolean isFormat(String className) {
        return className.startsWith("org.apache.hadoop.mapred.")
                || className.startsWith("org.apache.hadoop.mapreduce.lib.input.")
                || className.startsWith("org.apache.hadoop.io.compress.")
                || className.matches("org\\.apache\\.hadoop\\.io\\.[A-Z].*");
    }
}
