package org.lisle.hdfs.bridge;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.mapreduce.lib.input.CombineFileSplit;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;
import org.lisle.hdfs.split.FilePiece;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that splits of Hadoop name, as they are when the splits are made; Hadoop's splits themselves hold neither lengths of files nor
 * times. A split may name what is no file: there is nothing to hold it to then. Of a directory with several files all are listed at once.
 * Confined to one thread.
 */
final class SplitFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SplitFiles.class);

    private final Configuration configuration;
    private final Map<Path, FileStatus> known = new HashMap<>();
    private final Map<Path, Integer> asked = new HashMap<>();

    SplitFiles(Configuration configuration) {
        this.configuration = configuration;
    }

    /** The whole files of a split of either API. */
    List<FilePiece> of(Object split) throws IOException {
        List<FilePiece> files = new ArrayList<>();
        for (Path path : paths(split)) {
            FileStatus status = status(path);
            if (status != null && status.isFile()) {
                long length = status.getLen();
                files.add(new FilePiece(path.toString(), 0, length, length, status.getModificationTime(), Map.of()));
            }
        }
        return files;
    }

    private @Nullable FileStatus status(Path path) throws IOException {
        FileStatus found = known.get(path);
        if (found != null) {
            return found;
        }
        try {
            FileSystem fileSystem = path.getFileSystem(configuration);
            Path directory = path.getParent();
            if (directory != null && asked.merge(directory, 1, Integer::sum) == 2) {
                list(directory, fileSystem);
            }
            found = known.get(path);
            if (found == null) {
                found = fileSystem.getFileStatus(path);
                known.put(path, found);
            }
            return found;
        } catch (FileNotFoundException | UnsupportedFileSystemException e) {
            return null;
        }
    }

    /** One may have no right to list what one may read. */
    private void list(Path directory, FileSystem fileSystem) throws IOException {
        try {
            for (FileStatus each : fileSystem.listStatus(directory)) {
                known.put(each.getPath(), each);
            }
        } catch (AccessControlException e) {
            LOG.debug("The files of {} are looked at one by one", directory, e);
        }
    }

    private static List<Path> paths(Object split) {
        if (split instanceof org.apache.hadoop.mapreduce.lib.input.FileSplit file) {
            return List.of(file.getPath());
        }
        if (split instanceof org.apache.hadoop.mapred.FileSplit file) {
            return List.of(file.getPath());
        }
        return split instanceof CombineFileSplit combined ? Arrays.asList(combined.getPaths()) : List.of();
    }
}
