package org.lisle.yarn.client;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * The staging area in the cluster's file system. Content is stored once under its checksum, {@code cache/SHA256/name}, and shared by all
 * applications of the user: NodeManagers that have it do not fetch it again. What one application alone needs is under
 * {@code staging/APPLICATION}.
 *
 * <p>Two clients may store the same content at once: each writes under a name of its own and renames; whoever is second finds the first
 * one's file. A file of another length than the content's, left by a writer that died in a file system without atomic rename, is replaced.
 */
final class ResourceStore {
    private static final FsPermission OWN = new FsPermission((short) 0700);
    private static final int BUFFER = 1 << 16;

    /** Directory of the content below the root. */
    static final String CACHE = "cache";

    /** Directory of the applications' own directories below the root. */
    static final String STAGING = "staging";

    /** Empty file beside a content; its time says when a submission used that last, an hour more or less. */
    static final String USED = ".used";

    private static final long MARK_MILLIS = 3_600_000;

    private final FileSystem files;
    private final Path root;

    ResourceStore(FileSystem files, Path root) {
        this.files = files;
        this.root = files.makeQualified(root);
    }

    /** @param configured the setting's value; empty for the user's home directory */
    static ResourceStore open(Configuration hadoop, String configured) throws IOException {
        if (configured.isEmpty()) {
            FileSystem files = FileSystem.get(hadoop);
            return new ResourceStore(files, new Path(files.getHomeDirectory(), ".lisle"));
        }
        Path root = new Path(configured);
        return new ResourceStore(root.getFileSystem(hadoop), root);
    }

    /** The staging area's directory. */
    Path root() {
        return root;
    }

    FileSystem fileSystem() {
        return files;
    }

    /** The directory of one application; not made yet. */
    Path applicationDirectory(String applicationId) {
        return new Path(root, STAGING + "/" + applicationId);
    }

    /** Stores a local file under its checksum. */
    FileStatus store(java.nio.file.Path local, String name) throws IOException {
        return store(checksum(local), name, Files.size(local), out -> Files.copy(local, out));
    }

    FileStatus store(byte[] content, String name) throws IOException {
        String checksum = HexFormat.of().formatHex(sha256().digest(content));
        return store(checksum, name, content.length, out -> out.write(content));
    }

    /** Writes a file into an application's directory, which is made. */
    FileStatus write(String applicationId, String name, byte[] content) throws IOException {
        Path directory = applicationDirectory(applicationId);
        makeDirectory(directory);
        Path target = new Path(directory, name);
        try (FSDataOutputStream out = files.create(target, true)) {
            out.write(content);
        }
        return files.getFileStatus(target);
    }

    void removeApplication(String applicationId) throws IOException {
        files.delete(applicationDirectory(applicationId), true);
    }

    /** Whether every user may read the file, and pass every directory above it: only then may nodes share one copy. */
    static boolean isEveryones(FileSystem files, FileStatus status) throws IOException {
        if (!status.getPermission().getOtherAction().implies(FsAction.READ)) {
            return false;
        }
        for (Path above = status.getPath().getParent(); above != null; above = above.getParent()) {
            if (!files.getFileStatus(above).getPermission().getOtherAction().implies(FsAction.EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** The directory of a content in the cache; not made yet. */
    Path cached(String checksum) {
        return new Path(root, CACHE + "/" + checksum);
    }

    /** @param length bytes that the content has */
    FileStatus store(String checksum, String name, long length, Content content) throws IOException {
        Path target = new Path(cached(checksum), name);
        markUsed(target.getParent());
        FileStatus there = statusOrNull(target);
        if (there != null && there.getLen() == length) {
            return there;
        }
        Path temporary = new Path(target.getParent(), "." + name + "." + UUID.randomUUID());
        try {
            try (FSDataOutputStream out = files.create(temporary, false)) {
                content.writeTo(out);
            }
            if (there != null) {
                files.delete(target, false);
            }
            if (!files.rename(temporary, target) && statusOrNull(target) == null) {
                throw new IOException("cannot rename " + temporary + " to " + target);
            }
        } finally {
            files.delete(temporary, false);
        }
        FileStatus stored = files.getFileStatus(target);
        if (stored.getLen() != length) {
            throw new LisleException(
                    ErrorCode.FILE_SYSTEM,
                    "the upload " + target + " has " + stored.getLen() + " bytes, not " + length,
                    "delete it and submit again");
        }
        return stored;
    }

    /** Before the content is looked for, so that a cleaner that looks in between finds the mark, or takes all and it is stored anew. */
    void markUsed(Path entry) throws IOException {
        Path mark = new Path(entry, USED);
        FileStatus there = statusOrNull(mark);
        if (there == null || System.currentTimeMillis() - there.getModificationTime() > MARK_MILLIS) {
            makeDirectory(entry);
            files.create(mark, true).close();
        }
    }

    private @Nullable FileStatus statusOrNull(Path path) throws IOException {
        try {
            return files.getFileStatus(path);
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    /** Directories of the user's own; a root that an administrator made for all keeps its permissions. */
    private void makeDirectory(Path directory) throws IOException {
        if (statusOrNull(root) == null) {
            files.mkdirs(root, OWN);
            files.setPermission(root, OWN);
        }
        files.mkdirs(directory);
    }

    private static String checksum(java.nio.file.Path local) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(local)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
