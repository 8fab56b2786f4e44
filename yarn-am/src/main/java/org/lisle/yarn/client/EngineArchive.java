package org.lisle.yarn.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.hadoop.fs.FileStatus;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.yarn.launch.LaunchContexts;

/**
 * What every container runs, as one archive: Lisle's jar and the script that starts the JVM. It is stored under a checksum of the script and
 * of the jar's directory, where the checksums of all that is in the jar stand: so the jar itself is read only to be uploaded.
 */
final class EngineArchive {
    /** By this ending NodeManagers know how to unpack it. */
    private static final String NAME = "lisle-engine.jar";

    private static final int END_BYTES = 22;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int DIRECTORY_SIZE = 12;
    private static final int DIRECTORY_OFFSET = 16;

    private EngineArchive() {}

    static FileStatus store(ResourceStore store, Path jar) throws IOException {
        byte[] script = script();
        MessageDigest digest = ResourceStore.sha256();
        digest.update(script);
        digest.update(directory(jar));
        long jarBytes = Files.size(jar);
        ByteArrayOutputStream empty = new ByteArrayOutputStream();
        write(empty, new byte[0], 0, InputStream::nullInputStream);
        return store.store(
                HexFormat.of().formatHex(digest.digest()),
                NAME,
                empty.size() + script.length + jarBytes,
                out -> write(out, script, jarBytes, () -> Files.newInputStream(jar)));
    }

    /** The script that starts a container's JVM. */
    static byte[] script() throws IOException {
        try (InputStream in = LaunchContexts.class.getResourceAsStream(LaunchContexts.START_NAME)) {
            if (in == null) {
                throw new IOException("the script " + LaunchContexts.START_NAME + " is not in Lisle's jar");
            }
            return in.readAllBytes();
        }
    }

    private static void write(OutputStream out, byte[] script, long jarBytes, StableZip.Content jar)
            throws IOException {
        try (StableZip zip = new StableZip(out)) {
            zip.add(LaunchContexts.START_NAME, script.length, () -> new ByteArrayInputStream(script));
            zip.add(LaunchContexts.ENGINE_JAR, jarBytes, jar);
        }
    }

    /** The central directory of a jar: names, sizes, times and checksums of its files. Layout: the zip format's end record, without a comment. */
    static byte[] directory(Path jar) throws IOException {
        try (FileChannel channel = FileChannel.open(jar)) {
            ByteBuffer end = read(channel, Math.max(0, channel.size() - END_BYTES), END_BYTES);
            if (end.getInt(0) != END_SIGNATURE) {
                throw new LisleException(
                        ErrorCode.USAGE, "Lisle's jar " + jar + " is damaged, or no jar", "install it again");
            }
            return read(channel, Integer.toUnsignedLong(end.getInt(DIRECTORY_OFFSET)), end.getInt(DIRECTORY_SIZE))
                    .array();
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("the jar ends too early");
            }
        }
        return bytes.flip();
    }
}
