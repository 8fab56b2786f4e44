package org.lisle.hdfs.binary;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.lisle.api.PortableDataStream;
import org.lisle.hdfs.conf.HadoopConfiguration;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.split.FilePiece;
import org.lisle.hdfs.text.PieceFile;

/** A file of a Hadoop file system that is opened by its path. Immutable. */
public final class HadoopDataStream implements PortableDataStream {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final long length;
    private final long modificationTime;
    private final TreeMap<String, String> settings;

    /** A file that was not looked at. */
    public HadoopDataStream(String path, Map<String, String> settings) {
        this(path, -1, -1, settings);
    }

    private HadoopDataStream(String path, long length, long modificationTime, Map<String, String> settings) {
        this.path = path;
        this.length = length;
        this.modificationTime = modificationTime;
        this.settings = new TreeMap<>(settings);
    }

    /** A file that must be as it was when it was listed. */
    static HadoopDataStream of(FilePiece file, Map<String, String> settings) {
        return new HadoopDataStream(file.path(), file.fileLength(), file.modificationTime(), settings);
    }

    @Override
    public DataInputStream open() {
        return FileErrors.guard(path, this::opened);
    }

    private DataInputStream opened() throws IOException {
        Configuration configuration = HadoopConfiguration.with(settings);
        if (length >= 0) {
            PieceFile.checkUnchanged(new FilePiece(path, 0, length, length, modificationTime, Map.of()), configuration);
        }
        Path file = new Path(path);
        return file.getFileSystem(configuration).open(file);
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
