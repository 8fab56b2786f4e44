package org.lisle.api;

import java.io.DataInputStream;
import java.io.Serializable;

/** A file that is read when it is opened, in the task that has the record; a record of it is a name, cheap to move. */
public interface PortableDataStream extends Serializable {
    /**
     * Opens the file at its beginning, each time anew; the caller closes it. Fails with INPUT_CHANGED where it is gone or not as it was when the
     * partitions were made, else with FILE_SYSTEM, naming the path.
     */
    DataInputStream open();

    /** The whole file, which must fit in memory. */
    byte[] toArray();

    String getPath();

    /** Bytes, as found when the partitions were made. */
    long length();
}
