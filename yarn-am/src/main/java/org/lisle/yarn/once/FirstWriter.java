package org.lisle.yarn.once;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Small files of which the first writer's content stands, whole, whoever else writes at the same instant. How that is reached depends on the
 * file system:
 *
 * <ul>
 *   <li>HDFS and what behaves like it (viewfs, Ozone, ABFS): written under a name of its own and renamed, which fails where a file is;
 *   <li>object stores, where a rename is a copy: created without overwriting, which the store checks when the object is finished (GCS; S3A
 *       with conditional creation, Hadoop 3.4.2). Where the store cannot, the last of two writers at the same instant wins, both read that
 *       one, and an ApplicationMaster asks again before its program runs;
 *   <li>local files, for a cluster of one node: linked.
 * </ul>
 *
 * Thread-safe; blocking.
 */
final class FirstWriter {
    private static final Set<String> OBJECT_STORES =
            Set.of("s3a", "s3", "s3n", "gs", "wasb", "wasbs", "oss", "cosn", "obs");
    private static final int MAX_BYTES = 1 << 20;

    private final FileSystem files;

    FirstWriter(FileSystem files) {
        this.files = files;
    }

    /** Writes the content unless there is one. Returns the one that stands. The directory has to be there. */
    byte[] write(Path target, byte[] content) throws IOException {
        byte[] there = read(target);
        if (there != null) {
            return there;
        }
        String scheme = files.getScheme();
        if (scheme.equals("file")) {
            link(target, content);
        } else if (OBJECT_STORES.contains(scheme)) {
            create(target, content);
        } else {
            rename(target, content);
        }
        there = read(target);
        if (there == null) {
            throw new FileNotFoundException(target + " is gone right after it was written");
        }
        return there;
    }

    /** Null when there is no such file. */
    byte @Nullable [] read(Path file) throws IOException {
        try (FSDataInputStream in = files.open(file)) {
            return in.readNBytes(MAX_BYTES);
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    private void rename(Path target, byte[] content) throws IOException {
        Path temporary = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
        try {
            try (FSDataOutputStream out = files.create(temporary, false)) {
                out.write(content);
            }
            boolean first = renamed(temporary, target);
            if (!first && !files.exists(target)) {
                throw new IOException("cannot rename " + temporary + " to " + target);
            }
        } finally {
            files.delete(temporary, false);
        }
    }

    private boolean renamed(Path temporary, Path target) throws IOException {
        try {
            return files.rename(temporary, target);
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
            return false;
        }
    }

    private void create(Path target, byte[] content) throws IOException {
        try (FSDataOutputStream out = files.create(target, false)) {
            out.write(content);
        } catch (IOException e) {
            if (!files.exists(target)) {
                throw e;
            }
        }
    }

    private static void link(Path target, byte[] content) throws IOException {
        java.nio.file.Path file = java.nio.file.Path.of(target.toUri().getPath());
        java.nio.file.Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            Files.write(temporary, content);
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            if (!Files.exists(file)) {
                throw e;
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
