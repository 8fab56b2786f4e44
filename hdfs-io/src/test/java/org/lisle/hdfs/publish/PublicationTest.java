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
}
