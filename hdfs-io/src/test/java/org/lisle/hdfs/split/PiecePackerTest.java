package org.lisle.hdfs.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PiecePackerTest {
    private static final long BLOCK = 128L << 20;

    @Test
    void packsNeverBelowTheWantedPartitionsNorAboveABlockAndKeepsTheOrder() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            List<FilePiece> pieces = new ArrayList<>();
            int count = 1 + random.nextInt(300);
            for (int i = 0; i < count; i++) {
                long length = (long) Math.pow(2, random.nextDouble() * 28);
                pieces.add(piece("f" + i, length));
            }
            int minPartitions = 1 + random.nextInt(40);
            List<List<FilePiece>> packed = new PiecePacker<>(BLOCK, minPartitions, FilePiece::length).pack(pieces);
            assertThat(packed.stream().flatMap(List::stream).toList())
                    .as("seed %s", seed)
                    .isEqualTo(pieces);
            assertThat(packed).as("seed %s", seed).hasSizeGreaterThanOrEqualTo(Math.min(count, minPartitions));
            for (List<FilePiece> group : packed) {
                assertThat(group).as("seed %s", seed).isNotEmpty();
                if (group.size() > 1) {
                    assertThat(group.stream().mapToLong(FilePiece::length).sum())
                            .as("seed %s", seed)
                            .isLessThanOrEqualTo(BLOCK);
                }
            }
        }
    }

    @Test
    void fillsPartitionsToABlockWhenMoreAreNotWanted() {
        List<FilePiece> pieces = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            pieces.add(piece("f" + i, 10L << 20));
        }
        assertThat(new PiecePacker<>(BLOCK, 2, FilePiece::length).pack(pieces))
                .hasSize(100)
                .allMatch(group -> group.size() == 10);
    }

    @Test
    void opensAtMostSixtyFourFilesInAPartition() {
        List<FilePiece> pieces = new ArrayList<>();
        for (int i = 0; i < 64_000; i++) {
            pieces.add(piece("f" + i, 1));
        }
        assertThat(new PiecePacker<>(BLOCK, 2, FilePiece::length).pack(pieces)).allMatch(group -> group.size() <= 64);
        assertThat(new PiecePacker<>(BLOCK, 2, FilePiece::length).pack(pieces)).hasSizeLessThan(1100);
    }

    @Test
    void oneLargeFileThatCannotBeCutLeavesTheSmallOnesSpread() {
        List<FilePiece> pieces = new ArrayList<>();
        pieces.add(piece("large.gz", 100 * BLOCK));
        for (int i = 0; i < 20; i++) {
            pieces.add(piece("small" + i, 1000));
        }
        assertThat(new PiecePacker<>(BLOCK, 5, FilePiece::length).pack(pieces)).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void nothingGivesNoPartitions() {
        assertThat(new PiecePacker<>(BLOCK, 3, FilePiece::length).pack(List.of()))
                .isEmpty();
    }

    private static FilePiece piece(String name, long length) {
        return new FilePiece("hdfs:///" + name, 0, length, length, 0, Map.of());
    }
}
