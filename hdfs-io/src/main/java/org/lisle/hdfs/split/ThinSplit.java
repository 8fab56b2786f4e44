package org.lisle.hdfs.split;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.lisle.core.io.InputSplit;

/**
 * Evenly spread parts of a split of files whose records are found from anywhere: a sixteenth of each stride, at a place in it that is random but
 * the same each time, so that neither sorted files nor such with a rhythm are seen one-sidedly.
 *
 * <pre>
 *   |----------- stride ----------|----------- stride ----------|----------- ...
 *   |         ##                  |                    ##       |  ##
 * </pre>
 */
public final class ThinSplit {
    private static final int PART_OF_STRIDE = 16;

    private ThinSplit() {}

    /**
     * @param stride bytes
     * @param isPlain whether a piece's records are found from anywhere; other pieces stay whole
     * @return {@code split} itself when no piece has parts
     */
    public static InputSplit of(InputSplit split, long stride, Predicate<FilePiece> isPlain) {
        List<FilePiece> pieces;
        try {
            pieces = SplitPayload.decode(split.payload());
        } catch (IOException e) {
            throw new UncheckedIOException("reading a split from memory: " + split, e);
        }
        List<FilePiece> parts = new ArrayList<>();
        for (FilePiece piece : pieces) {
            if (piece.length() >= stride && isPlain.test(piece)) {
                addParts(piece, stride, parts);
            } else {
                parts.add(piece);
            }
        }
        return parts.equals(pieces)
                ? split
                : new InputSplit(
                        SplitPayload.encode(parts),
                        parts.stream().mapToLong(FilePiece::length).sum(),
                        split.hosts(),
                        split.description() + ", parts of it");
    }

    private static void addParts(FilePiece piece, long stride, List<FilePiece> parts) {
        SplittableRandom random =
                new SplittableRandom(31 * piece.start() + piece.path().hashCode());
        long count = piece.length() / stride;
        for (long i = 0; i < count; i++) {
            long from = i * piece.length() / count;
            long to = (i + 1) * piece.length() / count;
            long length = Math.max(1, (to - from) / PART_OF_STRIDE);
            long start = piece.start() + from + random.nextLong(to - from - length + 1);
            parts.add(
                    new FilePiece(piece.path(), start, length, piece.fileLength(), piece.modificationTime(), Map.of()));
        }
    }
}
