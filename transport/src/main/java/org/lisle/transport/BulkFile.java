package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open file of which parts are sent. Fails with LOCAL_DISK naming the path, and before any byte of a part has been promised to the other
 * end. Confined to the connection's event loop, which it makes wait for the disk as sendfile does.
 */
final class BulkFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BulkFile.class);

    private final Path path;
    private final FileChannel file;

    private BulkFile(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    static BulkFile open(Path path) {
        try {
            return new BulkFile(path, FileChannel.open(path, StandardOpenOption.READ));
        } catch (IOException failure) {
            throw unreadable(path, failure);
        }
    }

    Path path() {
        return path;
    }

    /** The bytes to be sent by the kernel; the file must stay open until they are. */
    FileRegion region(long position, int bytes) {
        checkHolds(position, bytes);
        return new SharedFileRegion(file, position, bytes);
    }

    /** Fills {@code out} with the bytes and returns it; releases it instead of failing with it. */
    ByteBuf read(long position, int bytes, ByteBuf out) {
        try {
            checkHolds(position, bytes);
            for (int read = 0; read < bytes; read = out.readableBytes()) {
                if (out.writeBytes(file, position + read, bytes - read) <= 0) {
                    throw new IOException("the file became shorter while it was read");
                }
            }
            return out;
        } catch (IOException | LisleException failure) {
            out.release();
            throw failure instanceof LisleException known ? known : unreadable(path, (IOException) failure);
        }
    }

    /** Fails when the file is too short. */
    void checkHolds(long position, long bytes) {
        long size = size();
        if (position < 0 || position + bytes > size) {
            throw unreadable(
                    path,
                    new IOException("bytes " + position + " to " + (position + bytes) + " are wanted and the file has "
                            + size));
        }
    }

    private long size() {
        try {
            return file.size();
        } catch (IOException failure) {
            throw unreadable(path, failure);
        }
    }

    private static LisleException unreadable(Path path, IOException failure) {
        return new LisleException(
                ErrorCode.LOCAL_DISK,
                "Cannot read file " + path + ": " + failure.getMessage(),
                "Look at the disk and at who removes or truncates the file",
                failure);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException failure) {
            LOG.warn("Closing file {} failed", path, failure);
        }
    }
}
