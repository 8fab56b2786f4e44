package org.lisle.hdfs.directory;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The end of a directory in which others may work. */
public final class EmptyDirectory {
    private EmptyDirectory() {}

    /**
     * Removes a directory if there is nothing in it. Another job, or an attempt of a task that comes late, may make something in it or remove
     * it meanwhile: then it is as they leave it.
     *
     * @throws IOException when the file system failed, or keeps the directory although it is empty
     */
    public static void remove(FileSystem fileSystem, Path directory) throws IOException {
        if (!isEmpty(fileSystem, directory)) {
            return;
        }
        try {
            fileSystem.delete(directory, false);
        } catch (IOException e) {
            if (isEmpty(fileSystem, directory)) {
                throw e;
            }
        }
    }

    private static boolean isEmpty(FileSystem fileSystem, Path directory) throws IOException {
        try {
            return fileSystem.listStatus(directory).length == 0;
        } catch (FileNotFoundException e) {
            return false;
        }
    }
}
