package org.lisle.hdfs.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
    @TempDir
    java.nio.file.Path folder;

    @Test
    void beginsAlthoughAnotherJobRemovesTheEmptyRootMeanwhile() throws IOException {
        try (FileSystem files = new Removing(3)) {
            StagingPlace place = place(files);
            new Publication(files, place).begin();
            assertThat(files.exists(place.output())).isTrue();
        }
    }

    @Test
    void whatCannotBeMadeIsSaid() throws IOException {
        try (FileSystem files = new Removing(Integer.MAX_VALUE)) {
            StagingPlace place = place(files);
            assertThatThrownBy(() -> new Publication(files, place).begin())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(place.output() + " cannot be made");
        }
    }

    @Test
    void isTakenBackAlthoughAnotherJobBeginsBeforeTheEmptyRootIsRemoved() throws IOException {
        try (Beginning files = new Beginning()) {
            StagingPlace place = place(files);
            Path other = new Path(place.root(), "other");
            Publication publication = new Publication(files, place);
            publication.begin();
            files.other = other;
            publication.withdraw();
            assertThat(files.exists(place.directory())).isFalse();
            assertThat(files.exists(other)).isTrue();
        }
    }

    @Test
    void whatStaysAlthoughItIsEmptyIsSaid() throws IOException {
        try (FileSystem files = new Keeping()) {
            StagingPlace place = place(files);
            Publication publication = new Publication(files, place);
            publication.begin();
            assertThatThrownBy(publication::withdraw)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("kept");
        }
    }

    private StagingPlace place(FileSystem files) {
        return new StagingPlace(files.makeQualified(new Path(folder.toString(), "out")), "job");
    }

    /** The root of the staging directories is removed the first times when a directory in it is to be made. */
    private static final class Removing extends RawLocalFileSystem {
        private int left;

        private Removing(int times) throws IOException {
            left = times;
            initialize(getUri(), new Configuration(false));
        }

        @Override
        protected boolean mkOneDirWithMode(Path path, File file, FsPermission permission) throws IOException {
            if (path.getName().equals("job") && left > 0) {
                left--;
                delete(path.getParent(), false);
            }
            return super.mkOneDirWithMode(path, file, permission);
        }
    }

    /** Another job's directory is made just before the empty root is removed. */
    private static final class Beginning extends RawLocalFileSystem {
        private @Nullable Path other;

        private Beginning() throws IOException {
            initialize(getUri(), new Configuration(false));
        }

        @Override
        public boolean delete(Path path, boolean recursive) throws IOException {
            if (other != null && path.equals(other.getParent())) {
                mkdirs(other);
            }
            return super.delete(path, recursive);
        }
    }

    /** Empty directories cannot be removed. */
    private static final class Keeping extends RawLocalFileSystem {
        private Keeping() throws IOException {
            initialize(getUri(), new Configuration(false));
        }

        @Override
        public boolean delete(Path path, boolean recursive) throws IOException {
            if (!recursive) {
                throw new IOException("kept");
            }
            return super.delete(path, true);
        }
    }
}
