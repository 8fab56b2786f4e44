package org.lisle.hdfs.split;

import java.util.Map;

/**
 * A range of a file that one task reads, with what the file was when it was listed.
 *
 * @param path qualified
 * @param start first byte
 * @param length bytes
 * @param fileLength length of the whole file when it was listed
 * @param modificationTime of the file when it was listed, milliseconds since 1970
 * @param hostBytes bytes of the range that each host holds; stays in the driver
 */
public record FilePiece(
        String path, long start, long length, long fileLength, long modificationTime, Map<String, Long> hostBytes) {
    public FilePiece {
        hostBytes = Map.copyOf(hostBytes);
    }

    public boolean isWholeFile() {
        return start == 0 && length == fileLength;
    }

    public long end() {
        return start + length;
    }

    /** For people: {@code hdfs:///data/a.txt:0+134217728}. */
    @Override
    public String toString() {
        return path + ":" + start + "+" + length;
    }
}
