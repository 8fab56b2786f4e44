package org.lisle.hdfs.commit;

import java.io.IOException;
import java.util.Set;
import org.lisle.core.io.DataSink.Remains;

/** What the driver does for one job's output; the methods are those of {@link org.lisle.core.io.DataSink}. Made for one call. */
interface JobCommit {
    void setup() throws IOException;

    void commit() throws IOException;

    void abort() throws IOException;

    Remains remains() throws IOException;

    Set<Integer> committedTasks() throws IOException;

    void finish() throws IOException;

    void remove() throws IOException;
}
