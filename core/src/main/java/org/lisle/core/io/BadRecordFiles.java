package org.lisle.core.io;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The files of an application's bad records. An attempt of a task writes a file of its own, which nobody sees until the driver publishes
 * it; what is never published is removed at the end. Thread-safe.
 *
 * <pre>
 *   DIRECTORY/_attempts/TASK              written by an attempt
 *   DIRECTORY/NAME                        published: the same file, renamed
 * </pre>
 */
public interface BadRecordFiles {
    /**
     * Makes the directory, in the driver before anything runs.
     *
     * @throws org.lisle.core.error.LisleException FILE_SYSTEM and others, naming the directory
     */
    void prepare();

    /** The file of an attempt; what it holds is lasting once it is closed. */
    OutputStream begin(long taskId) throws IOException;

    /** Removes the file of an attempt that does not count; does nothing when there is none. */
    void discard(long taskId) throws IOException;

    /** Lets people see the file of an attempt; does nothing when that was done before. */
    void publish(long taskId, String name) throws IOException;

    /** Removes what was not published, and the directory when nothing was. */
    void clean() throws IOException;
}
