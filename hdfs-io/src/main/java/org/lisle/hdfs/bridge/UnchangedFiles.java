package org.lisle.hdfs.bridge;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.lisle.core.io.InputSplit;
import org.lisle.hdfs.split.FilePiece;
import org.lisle.hdfs.text.PieceFile;

/**
 * Holds the reader of a split to the files that the split was made of. Hadoop's readers do not look: some take the end of a file that became
 * shorter for the end of its records, and what was put in the place of a file is read from the middle of a record on.
 */
final class UnchangedFiles {
    private final List<FilePiece> files;
    private final Configuration configuration;

    private UnchangedFiles(List<FilePiece> files, Configuration configuration) {
        this.files = files;
        this.configuration = configuration;
    }

    static UnchangedFiles of(byte[] payload, Configuration configuration) throws IOException {
        return new UnchangedFiles(SplitBytes.files(payload), configuration);
    }

    /** {@code path length time} of each file, by path. */
    static List<String> versions(List<InputSplit> splits) throws IOException {
        Set<String> versions = new TreeSet<>();
        for (InputSplit split : splits) {
            for (FilePiece file : SplitBytes.files(split.payload())) {
                versions.add(file.path() + " " + file.fileLength() + " " + file.modificationTime());
            }
        }
        return List.copyOf(versions);
    }

    /** Before anything is read, and when all was. @throws LisleException INPUT_CHANGED */
    void check() throws IOException {
        for (FilePiece file : files) {
            PieceFile.checkUnchanged(file, configuration);
        }
    }

    /** When reading failed: a file that changed is the reason, whatever the reader took it for. @throws LisleException INPUT_CHANGED */
    void checkAfter(Throwable failure) {
        for (FilePiece file : files) {
            PieceFile.checkUnchangedAfter(failure, file, configuration);
        }
    }
}
