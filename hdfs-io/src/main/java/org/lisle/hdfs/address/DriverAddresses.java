package org.lisle.hdfs.address;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.lisle.core.launch.DriverAddress;
import org.lisle.hdfs.failure.FileErrors;

/**
 * The addresses of an application's drivers, one file for each attempt: {@code drivers/attempt-2} in the application's directory holds host
 * and port in two lines, and appears whole, by a rename. The attempt's number is in the name, so that one listing tells whether there is a
 * newer driver, and an old driver can take nothing from a newer one. The application's end removes the directory. Immutable; its methods
 * wait for the file system.
 */
public final class DriverAddresses {
    private static final String FOLDER = "drivers";
    private static final String PREFIX = "attempt-";
    private static final int MOST_BYTES = 1024;

    private final Path folder;
    private final Configuration hadoop;

    /** @param stagingDirectory the application's own directory */
    public DriverAddresses(String stagingDirectory, Configuration hadoop) {
        this.folder = new Path(stagingDirectory, FOLDER);
        this.hadoop = hadoop;
    }

    /**
     * What a look at the directory found.
     *
     * @param ended the directory is gone, and the application with it
     * @param newer the newest driver, when it is newer than the one that was asked about
     */
    public record Found(boolean ended, @Nullable DriverAddress newer) {
        static final Found NOTHING = new Found(false, null);
        static final Found ENDED = new Found(true, null);
    }

    /** Tells where this attempt listens. @throws LisleException FILE_SYSTEM */
    public void publish(DriverAddress address) {
        Path file = new Path(folder, PREFIX + address.epoch());
        Path unfinished = new Path(folder, "." + file.getName());
        FileErrors.guard(file.toString(), () -> {
            FileSystem files = folder.getFileSystem(hadoop);
            files.mkdirs(folder);
            try (FSDataOutputStream out = files.create(unfinished, true)) {
                out.write((address.host() + "\n" + address.port() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            if (!files.rename(unfinished, file)) {
                throw new IOException(unfinished + " could not be renamed to " + file);
            }
            return file;
        });
    }

    /** The newest driver after this epoch. @throws LisleException FILE_SYSTEM when the directory cannot be read now */
    public Found newerThan(int epoch) {
        return FileErrors.guard(folder.toString(), () -> {
            FileSystem files = folder.getFileSystem(hadoop);
            int newest = newest(files);
            if (newest == 0) {
                return Found.ENDED;
            }
            return newest <= epoch ? Found.NOTHING : new Found(false, read(files, newest));
        });
    }

    /** 0 when the directory is gone. */
    private int newest(FileSystem files) throws IOException {
        FileStatus[] listed;
        try {
            listed = files.listStatus(folder);
        } catch (FileNotFoundException gone) {
            return 0;
        }
        int newest = 1;
        for (FileStatus file : listed) {
            newest = Math.max(newest, epochOf(file.getPath().getName()));
        }
        return newest;
    }

    private static int epochOf(String name) {
        return name.matches(PREFIX + "\\d{1,9}") ? Integer.parseInt(name.substring(PREFIX.length())) : 0;
    }

    private @Nullable DriverAddress read(FileSystem files, int epoch) throws IOException {
        try (FSDataInputStream in = files.open(new Path(folder, PREFIX + epoch))) {
            String[] lines = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).split("\n", -1);
            return new DriverAddress(lines[0], Integer.parseInt(lines[1]), epoch);
        } catch (FileNotFoundException removed) {
            return null;
        } catch (RuntimeException e) {
            throw new IOException("the file of driver " + epoch + " is damaged", e);
        }
    }
}
