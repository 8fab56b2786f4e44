package org.lisle.hdfs.binary;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.lisle.api.PortableDataStream;
import org.lisle.hdfs.conf.HadoopConfiguration;
import org.lisle.hdfs.failure.FileErrors;

/** A file of a Hadoop file system that is opened by its path. Immutable. */
public final class HadoopDataStream implements PortableDataStream {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final long length;
    private final TreeMap<String, String> settings;

    /** @param length bytes, -1 when it was not looked at */
    public HadoopDataStream(String path, long length, Map<String, String> settings) {
        this.path = path;
        this.length = length;
        this.settings = new TreeMap<>(settings);
    }

    @Override
    public DataInputStream open() {
        return FileErrors.guard(path, this::opened);
    }

    private DataInputStream opened() throws IOException {
        Path file = new Path(path);
        return file.getFileSystem(HadoopConfiguration.with(settings)).open(file);
    }

    @Override
    public byte[] toArray() {
        return FileErrors.guard(path, () -> {
            try (DataInputStream in = opened()) {
                byte[] bytes = in.readAllBytes();
                if (length >= 0 && bytes.length != length) {
                    throw FileErrors.changed(path, length + " bytes", bytes.length + " bytes");
                }
                return bytes;
            }
        });
    }

    @Override
    public String getPath() {
        return path;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public String toString() {
        return path;
    }
}
