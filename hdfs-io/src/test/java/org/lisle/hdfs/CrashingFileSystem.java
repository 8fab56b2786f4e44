package org.lisle.hdfs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.jspecify.annotations.Nullable;

/**
 * Files in memory, of the scheme {@code crash}, which behave as HDFS's do; the n-th operation that changes something fails as it was
 * ordered. Files and orders are shared by all instances: one test at a time.
 */
public final class CrashingFileSystem extends FileSystem {
    public static final Map<String, String> SETTINGS = Map.of("fs.crash.impl", CrashingFileSystem.class.getName());

    /** What happens at the operation that was named. */
    public enum Fault {
        /** It is not done and fails; the file system works on. */
        FAILS,
        /** It is done and fails all the same. */
        FAILS_AFTER_THE_DEED,
        /** It is not done, and no other after it, reading included: the process is dead. */
        DIES,
        /** It is the last one that is done. */
        DIES_AFTER_THE_DEED
    }

    /** A file, or a directory where there are no bytes. */
    private record Entry(byte @Nullable [] bytes, long time) {
        boolean isDirectory() {
            return bytes == null;
        }
    }

    private static final TreeMap<String, Entry> ENTRIES = new TreeMap<>();
    private static final List<String> LISTED = new ArrayList<>();
    private static @Nullable Fault fault;
    private static int countdown;
    private static boolean dead;
    private static long now = 1_700_000_000_000L;

    /** No files, and no fault. */
    public static void clear() {
        ENTRIES.clear();
        LISTED.clear();
        ENTRIES.put("/", new Entry(null, now));
        calm();
    }

    /** From now on the n-th change fails, counted from 1. */
    public static void order(Fault which, int number) {
        fault = which;
        countdown = number;
        dead = false;
    }

    /** No fault any more; whether the last order was carried out. */
    public static boolean calm() {
        boolean happened = fault != null && countdown <= 0;
        fault = null;
        dead = false;
        return happened;
    }

    public static boolean isDead() {
        return dead;
    }

    public static void timePasses(long millis) {
        now += millis;
    }

    /** Directories that were listed, one after the other; may be cleared. */
    public static List<String> listed() {
        return LISTED;
    }

    /** All paths, directories included. */
    public static List<String> paths() {
        return List.copyOf(ENTRIES.keySet());
    }

    public static boolean isThere(String path) {
        return ENTRIES.containsKey(path);
    }

    public static void write(String path, String content) {
        String parent = path;
        while (parent.lastIndexOf('/') > 0) {
            parent = parent.substring(0, parent.lastIndexOf('/'));
            ENTRIES.put(parent, new Entry(null, now));
        }
        ENTRIES.put(path, new Entry(content.getBytes(StandardCharsets.UTF_8), now));
    }

    /** The content of a file; null for a directory, and where there is nothing. */
    public static @Nullable String content(String path) {
        Entry entry = ENTRIES.get(path);
        return entry == null || entry.bytes() == null ? null : new String(entry.bytes(), StandardCharsets.UTF_8);
    }

    private interface Change<R> {
        R run() throws IOException;
    }

    private static synchronized <R> R change(Change<R> change) throws IOException {
        look();
        Fault hit = fault != null && --countdown == 0 ? fault : null;
        if (hit == null) {
            return change.run();
        }
        if (hit == Fault.FAILS || hit == Fault.DIES) {
            dead = hit == Fault.DIES;
            throw new IOException("ordered: " + hit);
        }
        change.run();
        dead = hit == Fault.DIES_AFTER_THE_DEED;
        throw new IOException("ordered: " + hit);
    }

    private static void look() throws IOException {
        if (dead) {
            throw new IOException("dead");
        }
    }

    private static String name(Path path) {
        return path.toUri().getPath();
    }

    private static String parent(String name) {
        return name.lastIndexOf('/') <= 0 ? "/" : name.substring(0, name.lastIndexOf('/'));
    }

    private static void put(String name, Entry entry) {
        ENTRIES.put(name, entry);
        ENTRIES.put(parent(name), new Entry(null, ++now));
    }

    @Override
    public URI getUri() {
        return URI.create("crash:///");
    }

    @Override
    public String getScheme() {
        return "crash";
    }

    @Override
    public void initialize(URI name, Configuration configuration) throws IOException {
        super.initialize(name, configuration);
        setConf(configuration);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            @Nullable Progressable progress)
            throws IOException {
        String name = name(path);
        change(() -> {
            if (ENTRIES.containsKey(name) && !overwrite) {
                throw new FileAlreadyExistsException(name);
            }
            makeDirectories(parent(name));
            put(name, new Entry(new byte[0], now));
            return true;
        });
        ByteArrayOutputStream content = new ByteArrayOutputStream() {
            private boolean closed;

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    change(() -> {
                        if (!ENTRIES.containsKey(name)) {
                            throw new FileNotFoundException(name + " was removed while it was written");
                        }
                        put(name, new Entry(toByteArray(), now));
                        return true;
                    });
                }
            }
        };
        return new FSDataOutputStream(content, statistics);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        String source = name(from);
        return change(() -> {
            String target = name(to);
            Entry there = ENTRIES.get(target);
            if (there != null && there.isDirectory()) {
                target = target + "/" + from.getName();
            }
            Entry parent = ENTRIES.get(parent(target));
            if (!ENTRIES.containsKey(source)
                    || ENTRIES.containsKey(target)
                    || parent == null
                    || !parent.isDirectory()
                    || target.startsWith(source + "/")) {
                return false;
            }
            for (String name : below(source)) {
                ENTRIES.put(target + name.substring(source.length()), ENTRIES.remove(name));
            }
            put(target, ENTRIES.remove(source));
            ENTRIES.put(parent(source), new Entry(null, ++now));
            return true;
        });
    }

    private static synchronized @Nullable Entry entry(String name) throws IOException {
        look();
        return ENTRIES.get(name);
    }

    private static synchronized List<String> below(String directory) {
        String prefix = directory.equals("/") ? "/" : directory + "/";
        return new ArrayList<>(
                ENTRIES.subMap(prefix, prefix + Character.MAX_VALUE).keySet());
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        String name = name(path);
        return change(() -> {
            List<String> below = below(name);
            if (!below.isEmpty() && !recursive) {
                throw new IOException(name + " is not empty");
            }
            below.forEach(ENTRIES::remove);
            return ENTRIES.remove(name) != null;
        });
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        return change(() -> {
            makeDirectories(name(path));
            return true;
        });
    }

    private static void makeDirectories(String name) throws IOException {
        Entry there = ENTRIES.get(name);
        if (there == null) {
            makeDirectories(parent(name));
            put(name, new Entry(null, now));
        } else if (!there.isDirectory()) {
            throw new IOException(name + " is no directory");
        }
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        String name = name(path);
        Entry entry = entry(name);
        if (entry == null) {
            throw new FileNotFoundException(name);
        }
        return status(name, entry);
    }

    private static FileStatus status(String name, Entry entry) {
        int length = entry.bytes() == null ? 0 : entry.bytes().length;
        return new FileStatus(length, entry.isDirectory(), 1, 1L << 20, entry.time(), new Path("crash://" + name));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        FileStatus own = getFileStatus(path);
        if (own.isFile()) {
            return new FileStatus[] {own};
        }
        List<FileStatus> children = new ArrayList<>();
        String directory = name(path);
        LISTED.add(directory);
        for (String name : below(directory)) {
            if (parent(name).equals(directory) && !name.equals("/")) {
                Entry entry = entry(name);
                if (entry != null) {
                    children.add(status(name, entry));
                }
            }
        }
        return children.toArray(new FileStatus[0]);
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        if (getFileStatus(path).isDirectory()) {
            throw new FileNotFoundException(path + " is a directory");
        }
        Entry entry = entry(name(path));
        byte[] bytes = entry == null ? null : entry.bytes();
        return new FSDataInputStream(new MemoryInput(bytes == null ? new byte[0] : bytes));
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, @Nullable Progressable progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setWorkingDirectory(Path path) {}

    @Override
    public Path getWorkingDirectory() {
        return new Path("crash:///");
    }

    private static final class MemoryInput extends FSInputStream {
        private final byte[] bytes;
        private ByteArrayInputStream in;

        MemoryInput(byte[] bytes) {
            this.bytes = bytes;
            this.in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return in.read(buffer, offset, length);
        }

        @Override
        public void seek(long position) {
            in = new ByteArrayInputStream(bytes, (int) position, bytes.length - (int) position);
        }

        @Override
        public long getPos() {
            return bytes.length - in.available();
        }

        @Override
        public boolean seekToNewSource(long position) {
            return false;
        }
    }
}
