package org.lisle.hdfs.split;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.lisle.core.io.InputSplit;
import org.lisle.hdfs.codec.FileCodecs;

/**
 * Makes the splits of files.
 *
 * <pre>
 *   a.txt  |block|block|blo|      b.gz |file   |     c d e f  (small)
 *   goal:  total bytes / minPartitions, at most a block
 *   cut:   |piece|piece|pie|           |file   |     c d e f      a last piece may be a tenth larger than the goal
 *   pack:  |     |     |pie  .. alone if heavy ..   | c d e f |   see PiecePacker
 * </pre>
 *
 * The goal is that of Hadoop's {@code mapred.FileInputFormat}, so partitions of large files are those Spark's users know. Hadoop's
 * bounds {@code mapreduce.input.fileinputformat.split.minsize} and {@code .maxsize} are kept.
 */
public final class SplitPlanner {
    private static final double SLOP = 1.1;

    private final Configuration configuration;
    private final int minPartitions;

    public SplitPlanner(Configuration configuration, int minPartitions) {
        this.configuration = configuration;
        this.minPartitions = Math.max(1, minPartitions);
    }

    /** Splits of lines: files are cut where their codec allows, empty files are left out. */
    public List<InputSplit> lines(String paths) {
        FileCodecs codecs = new FileCodecs(configuration);
        return pieces(paths, file -> codecs.isSplittable(file.path()));
    }

    /** Splits of files of blocks of their own: all files are cut, empty ones are left out. */
    public List<InputSplit> blocks(String paths) {
        return pieces(paths, file -> true);
    }

    private List<InputSplit> pieces(String paths, Predicate<ListedFile> isSplittable) {
        List<ListedFile> files = new ArrayList<>(InputPaths.list(paths, configuration));
        files.removeIf(file -> file.length() == 0);
        long total = files.stream().mapToLong(ListedFile::length).sum();
        List<FilePiece> pieces = new ArrayList<>();
        for (ListedFile file : files) {
            if (isSplittable.test(file)) {
                cut(file, pieceSize(file, total), pieces);
            } else {
                pieces.add(file.piece(0, file.length()));
            }
        }
        return splits(files, pieces);
    }

    /** Splits of whole files, empty ones included. */
    public List<InputSplit> wholeFiles(String paths) {
        List<ListedFile> files = InputPaths.list(paths, configuration);
        List<FilePiece> pieces =
                files.stream().map(file -> file.piece(0, file.length())).toList();
        return splits(files, pieces);
    }

    private long pieceSize(ListedFile file, long total) {
        long least = Math.max(1, configuration.getLong(FileInputFormat.SPLIT_MINSIZE, 1));
        long goal = Math.max(1, total / minPartitions);
        return Math.max(least, Math.min(mostBytes(), Math.min(goal, file.blockSize())));
    }

    private long mostBytes() {
        return Math.max(1, configuration.getLong(FileInputFormat.SPLIT_MAXSIZE, Long.MAX_VALUE));
    }

    private static void cut(ListedFile file, long size, List<FilePiece> pieces) {
        long start = 0;
        long left = file.length();
        while ((double) left / size > SLOP) {
            pieces.add(file.piece(start, size));
            start += size;
            left -= size;
        }
        pieces.add(file.piece(start, left));
    }

    private List<InputSplit> splits(List<ListedFile> files, List<FilePiece> pieces) {
        long blockSize = files.stream().mapToLong(ListedFile::blockSize).max().orElse(1);
        List<InputSplit> splits = new ArrayList<>();
        var packer = new PiecePacker<FilePiece>(Math.min(blockSize, mostBytes()), minPartitions, FilePiece::length);
        for (List<FilePiece> group : packer.pack(pieces)) {
            splits.add(new InputSplit(
                    SplitPayload.encode(group),
                    group.stream().mapToLong(FilePiece::length).sum(),
                    HostRanking.best(group),
                    describe(group)));
        }
        return splits;
    }

    private static String describe(List<FilePiece> group) {
        FilePiece first = group.get(0);
        if (group.size() == 1) {
            return first.toString();
        }
        String last = new Path(group.get(group.size() - 1).path()).getName();
        return first + " to " + last + " (" + group.size() + " pieces)";
    }
}
