package org.lisle.yarn.once;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The record of a key as files in a directory of its own, {@code submitted/USER/SHA256-OF-THE-KEY}; each a few lines of properties. Thread-safe. */
public final class KeyDirectory implements KeyStore {
    private static final String CLAIM = "claim-";

    private final FileSystem files;
    private final FirstWriter first;
    private final Path directory;

    public KeyDirectory(FileSystem files, Path directory) {
        this.files = files;
        this.first = new FirstWriter(files);
        this.directory = files.makeQualified(directory);
    }

    /** The directory of a user's key below the staging area's root; keys of different users are different. */
    public static Path of(Path root, String user, String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return new Path(root, "submitted/" + user + "/" + HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** For the application's specification. */
    public Path path() {
        return directory;
    }

    @Override
    public KeyRecord read() throws IOException {
        int generation = latest();
        if (generation == 0) {
            return KeyRecord.NONE;
        }
        Properties claim = properties(CLAIM, generation);
        if (claim == null) {
            return KeyRecord.NONE;
        }
        Properties gate = properties("gate-", generation);
        Properties end = properties("end-", generation);
        return new KeyRecord(
                new Claim(
                        generation,
                        text(claim, "application"),
                        text(claim, "stagingDirectory"),
                        number(claim, "claimedMillis")),
                gate == null ? null : gate(gate),
                end == null ? null : end(end),
                properties("free-", generation) != null);
    }

    @Override
    public void claim(Claim claim) throws IOException {
        files.mkdirs(directory);
        Properties told = new Properties();
        told.setProperty("application", claim.applicationId());
        told.setProperty("stagingDirectory", claim.stagingDirectory());
        told.setProperty("claimedMillis", Long.toString(claim.claimedMillis()));
        write(CLAIM, claim.generation(), told);
    }

    @Override
    public Gate gate(int generation, Gate wanted) throws IOException {
        Properties told = new Properties();
        told.setProperty("openedBy", wanted.openedBy());
        if (wanted.closed() != null) {
            put(told, wanted.closed());
        }
        return gate(write("gate-", generation, told));
    }

    @Override
    public void end(int generation, RecordedEnd end) throws IOException {
        Properties told = new Properties();
        put(told, end);
        write("end-", generation, told);
    }

    @Override
    public void forget(int generation) throws IOException {
        write("free-", generation, new Properties());
    }

    private int latest() throws IOException {
        TreeSet<Integer> generations = new TreeSet<>();
        try {
            for (FileStatus file : files.listStatus(directory)) {
                String name = file.getPath().getName();
                if (name.startsWith(CLAIM)) {
                    generations.add(Integer.parseInt(name.substring(CLAIM.length())));
                }
            }
        } catch (FileNotFoundException e) {
            return 0;
        }
        return generations.isEmpty() ? 0 : generations.last();
    }

    private Properties write(String kind, int generation, Properties told) throws IOException {
        StringWriter text = new StringWriter();
        told.store(text, null);
        return parse(first.write(
                new Path(directory, kind + generation), text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private @Nullable Properties properties(String kind, int generation) throws IOException {
        byte[] content = first.read(new Path(directory, kind + generation));
        return content == null ? null : parse(content);
    }

    private static Properties parse(byte[] content) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
        return properties;
    }

    private static void put(Properties told, RecordedEnd end) {
        told.setProperty("ran", Boolean.toString(end.ran()));
        told.setProperty("diagnostics", end.diagnostics());
        told.setProperty("submittedMillis", Long.toString(end.submittedMillis()));
        told.setProperty("endedMillis", Long.toString(end.endedMillis()));
        told.setProperty("logUrl", end.logUrl());
    }

    private static Gate gate(Properties told) throws IOException {
        return told.getProperty("ran") == null ? Gate.open(text(told, "openedBy")) : Gate.closed(end(told));
    }

    private static RecordedEnd end(Properties told) throws IOException {
        return new RecordedEnd(
                Boolean.parseBoolean(text(told, "ran")),
                text(told, "diagnostics"),
                number(told, "submittedMillis"),
                number(told, "endedMillis"),
                text(told, "logUrl"));
    }

    private static String text(Properties told, String name) throws IOException {
        String value = told.getProperty(name);
        if (value == null) {
            throw new IOException("the record of a key lacks " + name);
        }
        return value;
    }

    private static long number(Properties told, String name) throws IOException {
        String value = text(told, name);
        if (!value.matches("\\d{1,18}")) {
            throw new IOException("the record of a key has " + name + " '" + value + "'");
        }
        return Long.parseLong(value);
    }
}
