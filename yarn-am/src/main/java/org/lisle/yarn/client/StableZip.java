package org.lisle.yarn.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip whose files have the same time wherever they are unpacked: an archive of loaded classes fits only jars with the time that they had
 * when it was made. NodeManagers keep the times of files in archives, and give a file that is not in one the time of its download.
 *
 * <p>Content is stored as it is, so the zip's length follows from the lengths and names of what is in it.
 */
final class StableZip implements AutoCloseable {
    private static final FileTime TIME = FileTime.from(Instant.parse("2000-01-01T00:00:00Z"));
    private static final int BUFFER = 1 << 16;

    private final ZipOutputStream zip;

    StableZip(OutputStream out) {
        this.zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
    }

    interface Content {
        InputStream open() throws IOException;
    }

    /** Reads the content twice. */
    void add(String name, long length, Content content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(TIME);
        entry.setSize(length);
        entry.setCompressedSize(length);
        entry.setCrc(crc(content));
        zip.putNextEntry(entry);
        try (InputStream in = content.open()) {
            in.transferTo(zip);
        }
        zip.closeEntry();
    }

    private static long crc(Content content) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = content.open()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                crc.update(buffer, 0, count);
            }
        }
        return crc.getValue();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
