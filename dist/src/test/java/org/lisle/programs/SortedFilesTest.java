package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.StorageLevel;

/** A sort of large files: how much of them it reads to find its ranges, and how equal these are. Tasks run in this JVM. */
class SortedFilesTest {
    private static final long LINES = 400_000;
    private static final long RANGES = 2;
    private static final AtomicLong SEEN = new AtomicLong();

    @TempDir
    static Path directory;

    private static LisleContext context;

    @BeforeAll
    static void open() throws IOException {
        String rest = " of a line of a hundred bytes in a file whose lines are sorted"
                .repeat(2)
                .substring(0, 91);
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve("lines"))) {
            for (long line = 0; line < LINES; line++) {
                out.write(String.format("%08d", line));
                out.write(rest);
                out.write('\n');
            }
        }
        context = LisleContext.builder().appName("sort").master("local[2]").build();
    }

    @AfterAll
    static void close() {
        context.close();
    }

    @BeforeEach
    void forget() {
        SEEN.set(0);
    }

    /** The lines by their numbers; counts those that are made. */
    private static PairRdd<Long, String> lines() {
        return context.textFile(directory.resolve("lines").toString(), 4).mapToPair(line -> {
            SEEN.incrementAndGet();
            return Pair.of(Long.parseLong(line.substring(0, 8)), line.substring(8));
        });
    }

    @Test
    void theRangesAreFoundInASixteenthOfTheLines() {
        List<Long> sizes = sizesOf(lines().sortByKey(true, (int) RANGES));
        assertThat(SEEN.get()).isBetween(LINES + LINES / 20, LINES + LINES / 14);
        assertThat(sizes).hasSize((int) RANGES).allSatisfy(size -> assertThat(size)
                .isBetween(LINES / RANGES * 8 / 10, LINES / RANGES * 12 / 10));
        assertThat(sizes.stream().mapToLong(size -> size).sum()).isEqualTo(LINES);
    }

    @Test
    void whereTheLinesSeenHaveTooFewKeysAllAreSeen() {
        List<Long> sizes =
                sizesOf(lines().filter(pair -> pair.key() % 40_000 == 39_999).sortByKey(true, (int) RANGES));
        assertThat(SEEN.get()).isBetween(2 * LINES + LINES / 20, 2 * LINES + LINES / 14);
        assertThat(sizes).containsExactly(5L, 5L);
    }

    @Test
    void whatIsToBeStoredIsSeenWholeAndOnce() {
        PairRdd<Long, String> stored = lines().persist(StorageLevel.DISK_ONLY);
        assertThat(sizesOf(stored.sortByKey(true, (int) RANGES)).stream()
                        .mapToLong(size -> size)
                        .sum())
                .isEqualTo(LINES);
        assertThat(SEEN.get()).isEqualTo(LINES);
        stored.unpersist();
    }

    /** Of the partitions, after a look at whether each is sorted. */
    private static List<Long> sizesOf(PairRdd<Long, String> sorted) {
        return sorted.mapPartitions(pairs -> {
                    long count = 0;
                    long last = -1;
                    while (pairs.hasNext()) {
                        long key = pairs.next().key();
                        if (key <= last) {
                            throw new IllegalStateException(key + " comes after " + last);
                        }
                        last = key;
                        count++;
                    }
                    return List.of(count).iterator();
                })
                .collect();
    }
}
