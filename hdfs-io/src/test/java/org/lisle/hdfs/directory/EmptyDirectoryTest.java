package org.lisle.hdfs.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmptyDirectoryTest {
    @TempDir
    java.nio.file.Path folder;

    private Path directory = new Path("/");

    @BeforeEach
    void isThere() throws IOException {
        directory = new Path(Files.createDirectory(folder.resolve("directory")).toString());
    }

    @Test
    void goesWhenThereIsNothingInIt() throws IOException {
        try (FileSystem files = new Meanwhile(() -> {})) {
            EmptyDirectory.remove(files, directory);
            assertThat(files.exists(directory)).isFalse();
            EmptyDirectory.remove(files, directory);
        }
    }

    @Test
    void staysWhenSomethingIsInIt() throws IOException {
        Path file = new Path(directory, "file");
        try (FileSystem files = new Meanwhile(() -> {})) {
            files.create(file).close();
            EmptyDirectory.remove(files, directory);
            assertThat(files.exists(file)).isTrue();
        }
    }

    @Test
    void staysWhenSomethingComesIntoItMeanwhile() throws IOException {
        Path other = new Path(directory, "other");
        try (FileSystem files = new Meanwhile(() -> Files.createDirectory(folder.resolve("directory/other")))) {
            EmptyDirectory.remove(files, directory);
            assertThat(files.exists(other)).isTrue();
        }
    }

    @Test
    void mayBeRemovedByAnotherMeanwhile() throws IOException {
        try (FileSystem files = new Meanwhile(() -> Files.delete(folder.resolve("directory")))) {
            EmptyDirectory.remove(files, directory);
            assertThat(files.exists(directory)).isFalse();
        }
    }

    @Test
    void saysWhenItIsKeptAlthoughItIsEmpty() throws IOException {
        try (FileSystem files = new Meanwhile(() -> {
            throw new IOException("kept");
        })) {
            assertThatThrownBy(() -> EmptyDirectory.remove(files, directory)).hasMessage("kept");
        }
    }

    private interface Deed {
        void run() throws IOException;
    }

    /** Something happens between the look at a directory and its removal. */
    private static final class Meanwhile extends RawLocalFileSystem {
        private final Deed deed;

        private Meanwhile(Deed deed) throws IOException {
            this.deed = deed;
            initialize(getUri(), new Configuration(false));
        }

        @Override
        public boolean delete(Path path, boolean recursive) throws IOException {
            deed.run();
            return super.delete(path, recursive);
        }
    }
}
