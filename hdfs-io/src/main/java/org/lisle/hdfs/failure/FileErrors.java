package org.lisle.hdfs.failure;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.UnknownHostException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.token.SecretManager;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** Says what a failure of a Hadoop file system means to the person who named the path. */
public final class FileErrors {
    private FileErrors() {}

    /** Work on files that may fail in Hadoop's ways. */
    @FunctionalInterface
    public interface FileWork<R> {
        R run() throws IOException;
    }

    /**
     * Runs work of the driver on an input or output.
     *
     * @param place what was named by the user: a path, a list of paths, a format
     * @throws LisleException what {@link #translate} makes of an IOException, or of the unchecked exceptions by which Hadoop reports a
     *     host that is not known and a path that is none
     */
    public static <R> R guard(String place, FileWork<R> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw translate(place, e);
        } catch (IllegalArgumentException e) {
            if (causedBy(e, UnknownHostException.class) != null) {
                throw unreachable(place, e);
            }
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT, place + " cannot be used: " + reason(e), "correct the path", e);
        }
    }

    /** The exception for a person. {@code place} is what was named by the user. */
    public static LisleException translate(String place, IOException failure) {
        if (failure instanceof UnsupportedFileSystemException) {
            return new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    place + " is in no file system known here: " + reason(failure),
                    "correct the scheme of the path, or put the file system's jar and settings on the class path",
                    failure);
        }
        if (isInvalidInput(failure)) {
            return new LisleException(
                    ErrorCode.INPUT_NOT_FOUND,
                    "the input " + place + " was not found: " + reason(failure),
                    "correct the path",
                    failure);
        }
        if (failure instanceof FileNotFoundException || failure instanceof java.nio.file.NoSuchFileException) {
            return notFound(place, failure);
        }
        if (isUnknownHere(failure)) {
            return new LisleException(
                    ErrorCode.AUTHENTICATION_FAILED,
                    "there is no valid ticket or token for the file system of " + place + ": " + reason(failure),
                    "name the file system in lisle.yarn.access.hadoopFileSystems when it is not the default one;"
                            + " a job that is longer than its tokens' maximum lifetime has to be submitted again",
                    failure);
        }
        if (causedBy(failure, AccessControlException.class) != null
                || failure instanceof java.nio.file.AccessDeniedException) {
            return new LisleException(
                    ErrorCode.FILE_SYSTEM,
                    "no permission for " + place + ": " + reason(failure),
                    "run as a user who may, or have the permissions changed",
                    failure);
        }
        if (causedBy(failure, java.net.ConnectException.class) != null
                || causedBy(failure, UnknownHostException.class) != null
                || causedBy(failure, java.net.NoRouteToHostException.class) != null) {
            return unreachable(place, failure);
        }
        return new LisleException(
                ErrorCode.FILE_SYSTEM,
                "the file system failed at " + place + ": " + reason(failure),
                "see the cause; it may pass when tried again",
                failure);
    }

    public static LisleException notFound(String path, @Nullable Throwable cause) {
        return new LisleException(
                ErrorCode.INPUT_NOT_FOUND,
                "the input " + path + " does not exist",
                "correct the path, or make the input first",
                cause);
    }

    /** An input that is not what it was when the splits were made. */
    public static LisleException changed(String path, String expected, String found) {
        return new LisleException(
                ErrorCode.INPUT_CHANGED,
                "the input " + path + " changed while it was read: expected " + expected + ", found " + found,
                "let nothing write to an input while a job reads it, and run the job again",
                null);
    }

    /**
     * What a failure to read a compressed file is: the file system's when that failed, otherwise a codec's, for which INPUT_CORRUPT is
     * thrown. Codecs have no exceptions of their own for it.
     *
     * @param position up to where the file was read
     */
    public static IOException ofContent(String path, long position, Throwable failure, boolean fileSystemFailed) {
        if (failure instanceof IOException ofFileSystem && fileSystemFailed) {
            return ofFileSystem;
        }
        if (failure instanceof LisleException known) {
            throw known;
        }
        throw new LisleException(
                ErrorCode.INPUT_CORRUPT,
                "the compressed input " + path + " is damaged or cut off at byte " + position + " or before it: "
                        + reason(failure),
                "check the file, write it again, or leave it out of the input",
                failure);
    }

    /** A record, or a part of a file, that is not what its format says. */
    public static LisleException corrupt(String path, long offset, String reason, @Nullable Throwable cause) {
        return damaged(
                "the input " + path + " is damaged or of another format at byte " + offset + ": " + reason, cause);
    }

    /** @param where path and place inside of the file, as {@link org.lisle.core.io.RecordReader#where} tells them */
    public static LisleException corrupt(String where, String reason, @Nullable Throwable cause) {
        return damaged("the input " + where + " is damaged or of another format: " + reason, cause);
    }

    private static LisleException damaged(String what, @Nullable Throwable cause) {
        return new LisleException(
                ErrorCode.INPUT_CORRUPT, what, "check the file, write it again, or leave it out of the input", cause);
    }

    private static LisleException unreachable(String place, Exception failure) {
        return new LisleException(
                ErrorCode.FILE_SYSTEM,
                "the file system of " + place + " cannot be reached: " + reason(failure),
                "check the host and port in the path or in fs.defaultFS, and that its NameNode runs",
                failure);
    }

    /** A client that has nothing to show for itself has no exception of its own in Hadoop, only a text. */
    private static boolean isUnknownHere(IOException failure) {
        Throwable denied = causedBy(failure, AccessControlException.class);
        return causedBy(failure, SecretManager.InvalidToken.class) != null
                || (denied != null && reason(denied).contains("Client cannot authenticate via"));
    }

    private static boolean isInvalidInput(IOException failure) {
        return failure instanceof org.apache.hadoop.mapred.InvalidInputException
                || failure instanceof org.apache.hadoop.mapreduce.lib.input.InvalidInputException;
    }

    private static @Nullable Throwable causedBy(Throwable failure, Class<? extends Throwable> type) {
        int depth = 0;
        for (Throwable t = failure; t != null && depth < 20; t = t.getCause(), depth++) {
            if (type.isInstance(t)) {
                return t;
            }
        }
        return null;
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
