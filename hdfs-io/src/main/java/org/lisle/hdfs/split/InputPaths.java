package org.lisle.hdfs.split;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.hdfs.failure.FileErrors;

/**
 * Lists the files that a user's list of paths stands for: globs, directories (the files in them, deeper ones only with
 * {@code mapreduce.input.fileinputformat.input.dir.recursive}), in the order of the list and by name inside each. Names that begin with
 * {@code _} or {@code .} are left out unless they are written out in the list.
 */
final class InputPaths {
    private static final PathFilter VISIBLE =
            path -> !path.getName().startsWith("_") && !path.getName().startsWith(".");

    private final Configuration configuration;
    private final boolean recursive;
    private final boolean ignoreDirectories;
    private final List<ListedFile> files = new ArrayList<>();

    private InputPaths(Configuration configuration) {
        this.configuration = configuration;
        this.recursive = configuration.getBoolean(FileInputFormat.INPUT_DIR_RECURSIVE, false);
        this.ignoreDirectories = configuration.getBoolean(
                "mapreduce.input.fileinputformat.input.dir.nonrecursive.ignore.subdirs", false);
    }

    /** @throws LisleException INPUT_NOT_FOUND for a path that is not there and for a glob that matches nothing */
    static List<ListedFile> list(String paths, Configuration configuration) {
        InputPaths listing = new InputPaths(configuration);
        for (String path : separate(paths)) {
            FileErrors.guard(path, () -> {
                listing.add(new Path(path));
                return true;
            });
        }
        return listing.files;
    }

    /** Cuts a list at its commas, but not at those between the braces of a glob. */
    static List<String> separate(String paths) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < paths.length(); i++) {
            char c = paths.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            } else if (c == ',' && depth <= 0) {
                parts.add(paths.substring(from, i).trim());
                from = i + 1;
            }
        }
        parts.add(paths.substring(from).trim());
        parts.removeIf(String::isEmpty);
        if (parts.isEmpty()) {
            throw new LisleException(ErrorCode.INVALID_ARGUMENT, "the input path is empty", "name a path");
        }
        return parts;
    }

    private void add(Path path) throws IOException {
        FileSystem fileSystem = path.getFileSystem(configuration);
        FileStatus[] matches = match(fileSystem, path);
        for (FileStatus match : matches) {
            if (match.isDirectory()) {
                addDirectory(fileSystem, match.getPath());
            } else {
                addFile(fileSystem, match);
            }
        }
    }

    private static FileStatus[] match(FileSystem fileSystem, Path path) throws IOException {
        FileStatus[] exact = fileSystem.globStatus(path);
        if (exact == null) {
            throw FileErrors.notFound(fileSystem.makeQualified(path).toString(), null);
        }
        if (exact.length == 0) {
            throw new LisleException(
                    ErrorCode.INPUT_NOT_FOUND,
                    "the input " + fileSystem.makeQualified(path) + " matches no file",
                    "correct the pattern, or make the input first");
        }
        if (exact.length == 1 && exact[0].getPath().getName().equals(path.getName())) {
            return exact;
        }
        List<FileStatus> visible = new ArrayList<>();
        for (FileStatus status : exact) {
            if (VISIBLE.accept(status.getPath())) {
                visible.add(status);
            }
        }
        if (visible.isEmpty()) {
            throw new LisleException(
                    ErrorCode.INPUT_NOT_FOUND,
                    "the input " + fileSystem.makeQualified(path) + " matches only hidden files",
                    "name them in full, or correct the pattern");
        }
        return visible.toArray(new FileStatus[0]);
    }

    private void addDirectory(FileSystem fileSystem, Path directory) throws IOException {
        for (FileStatus child : visibleChildren(fileSystem, directory)) {
            if (!child.isDirectory()) {
                files.add(listed(child));
            } else if (recursive) {
                addDirectory(fileSystem, child.getPath());
            } else if (!ignoreDirectories) {
                throw new LisleException(
                        ErrorCode.INVALID_ARGUMENT,
                        "the input " + directory + " holds the directory "
                                + child.getPath().getName(),
                        "name the files with a glob, or set lisle.hadoop." + FileInputFormat.INPUT_DIR_RECURSIVE
                                + "=true to read directories in it too");
            }
        }
    }

    private static List<FileStatus> visibleChildren(FileSystem fileSystem, Path directory) throws IOException {
        List<FileStatus> children = new ArrayList<>();
        if (isLocal(fileSystem)) {
            children.addAll(Arrays.asList(fileSystem.listStatus(directory, VISIBLE)));
        } else {
            RemoteIterator<LocatedFileStatus> listing = fileSystem.listLocatedStatus(directory);
            while (listing.hasNext()) {
                LocatedFileStatus child = listing.next();
                if (VISIBLE.accept(child.getPath())) {
                    children.add(child);
                }
            }
        }
        children.sort(Comparator.comparing(FileStatus::getPath));
        return children;
    }

    private void addFile(FileSystem fileSystem, FileStatus status) throws IOException {
        if (isLocal(fileSystem)) {
            files.add(ListedFile.withoutHosts(status));
            return;
        }
        RemoteIterator<LocatedFileStatus> located = fileSystem.listLocatedStatus(status.getPath());
        if (!located.hasNext()) {
            throw new FileNotFoundException(status.getPath() + " vanished while it was listed");
        }
        files.add(ListedFile.of(located.next()));
    }

    private static ListedFile listed(FileStatus status) throws IOException {
        return status instanceof LocatedFileStatus located ? ListedFile.of(located) : ListedFile.withoutHosts(status);
    }

    /** For a located status the local file system starts a process per file to learn its permissions: some 5 ms each. */
    private static boolean isLocal(FileSystem fileSystem) {
        return "file".equals(fileSystem.getUri().getScheme());
    }
}
