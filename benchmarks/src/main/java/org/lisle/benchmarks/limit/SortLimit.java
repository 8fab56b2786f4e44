package org.lisle.benchmarks.limit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * {@code SortLimit IN OUT THREADS RECORD-BYTES}: sorts records of a fixed length by their first ten bytes, all in memory: dealt by the
 * first byte over THREADS ranges, sorted as 8-byte prefixes with positions, written to one file a range.
 */
public final class SortLimit {
    private static final int KEY_BYTES = 10;

    private SortLimit() {}

    public static void main(String[] arguments) throws Exception {
        int threads = Integer.parseInt(arguments[2]);
        int length = Integer.parseInt(arguments[3]);
        List<Path> files = InputFiles.in(arguments[0]);
        List<byte[]> contents = InThreads.run(
                threads,
                files.stream()
                        .<Callable<byte[]>>map(file -> () -> Files.readAllBytes(file))
                        .toList());
        Path out = Files.createDirectories(Path.of(arguments[1]));
        List<Callable<Path>> ranges = new ArrayList<>();
        for (int range = 0; range < threads; range++) {
            int from = ' ' + 95 * range / threads;
            int to = ' ' + 95 * (range + 1) / threads;
            Path file = out.resolve("part-" + range);
            ranges.add(() -> sortRange(contents, length, from, to, file));
        }
        InThreads.run(threads, ranges);
    }

    private static Path sortRange(List<byte[]> contents, int length, int from, int to, Path file) throws IOException {
        Records records = new Records(contents, length);
        long[] sorted = records.inRange(from, to);
        records.sort(sorted);
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (long position : sorted) {
                records.write(position, out);
            }
        }
        return file;
    }

    /** Records in byte arrays; a position is the array's number and the record's. */
    private record Records(List<byte[]> contents, int length) {
        long[] inRange(int from, int to) {
            return IntStream.range(0, contents.size())
                    .boxed()
                    .flatMapToLong(array -> {
                        byte[] bytes = contents.get(array);
                        return IntStream.range(0, bytes.length / length)
                                .filter(record -> bytes[record * length] >= from && bytes[record * length] < to)
                                .mapToLong(record -> (long) array << 32 | record);
                    })
                    .toArray();
        }

        /** Sorts the positions by their keys: merge sort of eight-byte prefixes beside the positions, bottom up. */
        void sort(long[] positions) {
            var from = new Run(new long[positions.length], positions);
            for (int i = 0; i < positions.length; i++) {
                from.prefixes[i] = prefix(positions[i]);
            }
            var to = new Run(new long[positions.length], new long[positions.length]);
            for (int width = 1; width < positions.length; width *= 2) {
                for (int start = 0; start < positions.length; start += 2 * width) {
                    merge(from, to, start, Math.min(start + width, positions.length), width);
                }
                var done = from;
                from = to;
                to = done;
            }
            System.arraycopy(from.positions, 0, positions, 0, positions.length);
        }

        private void merge(Run from, Run to, int start, int middle, int width) {
            int end = Math.min(middle + width, from.positions.length);
            int left = start;
            int right = middle;
            for (int i = start; i < end; i++) {
                boolean takeLeft = left < middle && (right >= end || compare(from, left, right) <= 0);
                int taken = takeLeft ? left++ : right++;
                to.prefixes[i] = from.prefixes[taken];
                to.positions[i] = from.positions[taken];
            }
        }

        private long prefix(long position) {
            byte[] bytes = contents.get((int) (position >>> 32));
            int at = (int) position * length;
            long prefix = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                prefix = prefix << 8 | bytes[at + i];
            }
            return prefix;
        }

        private int compare(Run run, int left, int right) {
            int order = Long.compare(run.prefixes[left], run.prefixes[right]);
            return order != 0 ? order : compareRest(run.positions[left], run.positions[right]);
        }

        private int compareRest(long left, long right) {
            int a = (int) left * length;
            int b = (int) right * length;
            return Arrays.compareUnsigned(
                    contents.get((int) (left >>> 32)),
                    a + Long.BYTES,
                    a + KEY_BYTES,
                    contents.get((int) (right >>> 32)),
                    b + Long.BYTES,
                    b + KEY_BYTES);
        }

        void write(long position, BufferedOutputStream out) throws IOException {
            out.write(contents.get((int) (position >>> 32)), (int) position * length, length);
        }
    }

    private record Run(long[] prefixes, long[] positions) {}
}
