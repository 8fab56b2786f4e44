package org.lisle.hdfs.split;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;

/** A file of an input with its blocks, as listed. */
record ListedFile(Path path, long length, long blockSize, long modificationTime, List<HostRanking.BlockHosts> blocks) {

    static ListedFile of(LocatedFileStatus status) throws IOException {
        List<HostRanking.BlockHosts> blocks = new ArrayList<>();
        BlockLocation[] locations = status.getBlockLocations();
        if (locations != null) {
            for (BlockLocation location : locations) {
                blocks.add(HostRanking.BlockHosts.of(location));
            }
        }
        return of(status, blocks);
    }

    /** A file of which no host is known, as on the local disk. */
    static ListedFile withoutHosts(FileStatus status) {
        return of(status, List.of());
    }

    private static ListedFile of(FileStatus status, List<HostRanking.BlockHosts> blocks) {
        return new ListedFile(
                status.getPath(),
                status.getLen(),
                Math.max(1, status.getBlockSize()),
                status.getModificationTime(),
                blocks);
    }

    FilePiece piece(long start, long pieceLength) {
        return new FilePiece(
                path.toString(),
                start,
                pieceLength,
                length,
                modificationTime,
                HostRanking.bytesByHost(blocks, start, pieceLength));
    }
}
