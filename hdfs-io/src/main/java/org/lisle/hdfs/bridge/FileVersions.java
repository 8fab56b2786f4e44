package org.lisle.hdfs.bridge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.input.CombineFileSplit;
import org.lisle.core.io.InputSplit;

/** Lengths and times of the files that Hadoop's splits name, which the splits themselves do not hold. */
final class FileVersions {
    private FileVersions() {}

    /** {@code path length time} of each file, by path; nothing for splits that are of no file. */
    static List<String> of(List<InputSplit> splits, Configuration configuration) throws IOException {
        Set<Path> files = new TreeSet<>();
        for (InputSplit split : splits) {
            files.addAll(files(SplitBytes.decode(split.payload(), Object.class, configuration)));
        }
        List<String> versions = new ArrayList<>(files.size());
        for (Path file : files) {
            FileStatus status = file.getFileSystem(configuration).getFileStatus(file);
            versions.add(file + " " + status.getLen() + " " + status.getModificationTime());
        }
        return versions;
    }

    private static List<Path> files(Object split) {
        if (split instanceof org.apache.hadoop.mapreduce.lib.input.FileSplit file) {
            return List.of(file.getPath());
        }
        if (split instanceof org.apache.hadoop.mapred.FileSplit file) {
            return List.of(file.getPath());
        }
        return split instanceof CombineFileSplit combined ? Arrays.asList(combined.getPaths()) : List.of();
    }
}
