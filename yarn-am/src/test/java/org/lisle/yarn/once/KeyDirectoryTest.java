package org.lisle.yarn.once;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.io.TempDir;

/** On local files; on HDFS it is tested with the embedded cluster. */
class KeyDirectoryTest extends KeyStoreContract {
    @TempDir
    Path directory;

    @Override
    FileSystem files() throws IOException {
        return FileSystem.getLocal(new Configuration());
    }

    @Override
    org.apache.hadoop.fs.Path folder() {
        return new org.apache.hadoop.fs.Path(directory.toUri());
    }
}
