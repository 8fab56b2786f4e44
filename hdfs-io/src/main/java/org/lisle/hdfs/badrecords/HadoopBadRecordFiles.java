package org.lisle.hdfs.badrecords;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.PolicySettings;
import org.lisle.core.io.BadRecordFiles;
import org.lisle.core.io.BadRecordStore;
import org.lisle.hdfs.conf.HadoopConfiguration;
import org.lisle.hdfs.directory.EmptyDirectory;
import org.lisle.hdfs.failure.FileErrors;

/** Bad records' files on any Hadoop file system; publishing is one rename. */
public final class HadoopBadRecordFiles implements BadRecordFiles {
    private static final String ATTEMPTS = "_attempts";

    private final Path directory;
    private final Path attempts;

    /** @param directory of one application */
    public HadoopBadRecordFiles(String directory) {
        this.directory = new Path(directory);
        this.attempts = new Path(this.directory, ATTEMPTS);
    }

    /** The store of an application, which is to be prepared; null when the settings want none. */
    public static @Nullable BadRecordStore open(LisleConf conf, String application) {
        String path = conf.get(PolicySettings.BAD_RECORDS_PATH);
        if (path.isEmpty()) {
            return null;
        }
        String directory = new Path(path, application).toString();
        return new BadRecordStore(
                new HadoopBadRecordFiles(directory), directory, conf.get(PolicySettings.BAD_RECORDS_MAX));
    }

    @Override
    public void prepare() {
        FileErrors.guard(directory.toString(), () -> {
            if (!files().mkdirs(attempts)) {
                throw new IOException(attempts + " cannot be made");
            }
            return attempts;
        });
    }

    @Override
    public OutputStream begin(long taskId) throws IOException {
        return files().create(attempt(taskId), true);
    }

    @Override
    public void discard(long taskId) throws IOException {
        files().delete(attempt(taskId), false);
    }

    @Override
    public void publish(long taskId, String name) throws IOException {
        Path visible = new Path(directory, name);
        FileSystem files = files();
        boolean renamed;
        try {
            renamed = files.rename(attempt(taskId), visible);
        } catch (FileNotFoundException e) {
            renamed = false;
        }
        if (!renamed && !files.exists(visible)) {
            throw new IOException(attempt(taskId) + " could not be renamed to " + visible);
        }
    }

    @Override
    public void clean() throws IOException {
        FileSystem files = files();
        files.delete(attempts, true);
        EmptyDirectory.remove(files, directory);
    }

    private Path attempt(long taskId) {
        return new Path(attempts, Long.toString(taskId));
    }

    private FileSystem files() throws IOException {
        return directory.getFileSystem(HadoopConfiguration.with(Map.of()));
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
