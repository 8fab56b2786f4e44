package org.lisle.hdfs.partition;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.lisle.api.PartitionFilter;
import org.lisle.api.PartitionValues;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.hdfs.failure.FileErrors;

/** Finds the directories with files below a base directory, without listing what a filter does not want. In the order of their names. */
final class PartitionDirectories {
    /** A directory that holds files. */
    record Leaf(PartitionValues values, Path directory) {}

    private final FileSystem fileSystem;
    private final PartitionFilter filter;
    private final List<Leaf> leaves = new ArrayList<>();

    private PartitionDirectories(FileSystem fileSystem, PartitionFilter filter) {
        this.fileSystem = fileSystem;
        this.filter = filter;
    }

    static List<Leaf> below(Path base, PartitionFilter filter, Configuration configuration) throws IOException {
        FileSystem fileSystem = base.getFileSystem(configuration);
        Path qualified = fileSystem.makeQualified(base);
        if (!fileSystem.exists(qualified)) {
            throw FileErrors.notFound(qualified.toString(), null);
        }
        PartitionDirectories directories = new PartitionDirectories(fileSystem, filter);
        directories.visit(qualified, PartitionValues.NONE);
        return directories.leaves;
    }

    private void visit(Path directory, PartitionValues values) throws IOException {
        FileStatus[] children = fileSystem.listStatus(directory);
        Arrays.sort(children, Comparator.comparing(FileStatus::getPath));
        boolean hasFiles = false;
        for (FileStatus child : children) {
            String name = child.getPath().getName();
            if (name.startsWith(".") || name.startsWith("_")) {
                continue;
            }
            if (child.isDirectory()) {
                visitPartition(child.getPath(), values);
            } else {
                hasFiles = true;
            }
        }
        if (hasFiles) {
            leaves.add(leaf(directory, values));
        }
    }

    private void visitPartition(Path directory, PartitionValues outer) throws IOException {
        PartitionValues values = PartitionPath.with(outer, directory.getName());
        if (values == null) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the directory " + directory + " is named after no partition value",
                    "name a base directory below which directories are named column=value");
        }
        int last = values.columns().size() - 1;
        @Nullable String value = values.values().get(last);
        if (filter.accepts(values.columns().get(last), value)) {
            visit(directory, values);
        }
    }

    private Leaf leaf(Path directory, PartitionValues values) {
        for (String column : filter.columns()) {
            if (!values.columns().contains(column)) {
                throw new LisleException(
                        ErrorCode.INVALID_ARGUMENT,
                        "the filter names the partition column " + column + ", and " + directory + " has only "
                                + values.columns(),
                        "correct the filter's columns");
            }
        }
        if (directory.toString().indexOf(',') >= 0) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the name of the directory " + directory + " has a comma, which separates paths",
                    "rename it, with %2C for the comma");
        }
        return new Leaf(values, directory);
    }
}
