package org.lisle.executor.shuffle.write;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.lisle.executor.disk.FileOutput;
import org.lisle.executor.disk.LocalDirectories;

/**
 * The runs of one writer that went to disk, a temporary file each. No more than {@value #MOST_OPEN} are open at once: more are merged into
 * fewer first, neighbours with neighbours, so that the order of writing stays. Confined to one thread.
 */
final class SpilledRuns implements AutoCloseable {
    static final int MOST_OPEN = 64;

    private final LocalDirectories directories;
    private final List<Run> runs = new ArrayList<>();

    SpilledRuns(LocalDirectories directories) {
        this.directories = directories;
    }

    /** @param offsets where the segments begin; the last is the file's length */
    private record Run(Path file, long[] offsets) {
        long length() {
            return offsets[offsets.length - 1];
        }
    }

    /** Fills a file with segments. */
    interface SegmentsWriter {
        /** @return bytes of each segment */
        long[] write(FileOutput out) throws IOException;
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    int size() {
        return runs.size();
    }

    /**
     * Adds a run; tries the next local directory when one fails.
     *
     * @return its bytes
     * @throws org.lisle.core.error.LisleException SPILL_DISK_FULL or LOCAL_DISK, of the last directory tried
     */
    long add(SegmentsWriter writer) {
        Run run = write(writer);
        runs.add(run);
        return run.length();
    }

    private Run write(SegmentsWriter writer) {
        for (int attempt = 1; ; attempt++) {
            Path file = directories.newTemporaryFile("shuffle-run");
            try (FileOutput out = directories.create(file)) {
                long[] offsets = offsets(writer.write(out));
                out.flush();
                return new Run(file, offsets);
            } catch (IOException e) {
                directories.delete(file);
                var failure = directories.failure(file, "spilling shuffle records", e);
                if (attempt >= directories.roots().size()) {
                    throw failure;
                }
            }
        }
    }

    /** Opens all runs to be read together. */
    Cursor open() throws IOException {
        while (runs.size() > MOST_OPEN) {
            mergePass();
        }
        return open(runs);
    }

    /** Each {@link #MOST_OPEN} runs become one. */
    private void mergePass() throws IOException {
        List<Run> before = List.copyOf(runs);
        List<Run> merged = new ArrayList<>();
        for (int from = 0; from < before.size(); from += MOST_OPEN) {
            List<Run> group = before.subList(from, Math.min(before.size(), from + MOST_OPEN));
            if (group.size() == 1) {
                merged.add(group.get(0));
                continue;
            }
            try (Cursor cursor = open(group)) {
                merged.add(write(cursor::copyAll));
            }
            group.forEach(run -> directories.delete(run.file()));
            runs.clear();
            runs.addAll(merged);
            runs.addAll(before.subList(Math.min(before.size(), from + MOST_OPEN), before.size()));
        }
    }

    private static Cursor open(List<Run> together) throws IOException {
        List<FileChannel> channels = new ArrayList<>(together.size());
        try {
            for (Run run : together) {
                channels.add(FileChannel.open(run.file(), StandardOpenOption.READ));
            }
        } catch (IOException e) {
            closeAll(channels, e);
            throw e;
        }
        return new Cursor(List.copyOf(together), channels);
    }

    @Override
    public void close() {
        runs.forEach(run -> directories.delete(run.file()));
        runs.clear();
    }

    private static long[] offsets(long[] sizes) {
        long[] offsets = new long[sizes.length + 1];
        for (int i = 0; i < sizes.length; i++) {
            offsets[i + 1] = offsets[i] + sizes[i];
        }
        return offsets;
    }

    private static void closeAll(List<FileChannel> channels, IOException cause) {
        for (FileChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    /** The open files of some runs. */
    static final class Cursor implements AutoCloseable {
        private final List<Run> runs;
        private final List<FileChannel> channels;

        private Cursor(List<Run> runs, List<FileChannel> channels) {
            this.runs = runs;
            this.channels = channels;
        }

        /** Copies all partitions one after the other. @return bytes of each */
        long[] copyAll(FileOutput out) throws IOException {
            int partitions = runs.get(0).offsets().length - 1;
            long[] sizes = new long[partitions];
            for (int partition = 0; partition < partitions; partition++) {
                long start = out.position();
                copySegments(partition, out);
                sizes[partition] = out.position() - start;
            }
            return sizes;
        }

        /** Copies one partition's segments of all runs, the first run's first. */
        void copySegments(int partition, FileOutput out) throws IOException {
            for (int i = 0; i < channels.size(); i++) {
                long[] offsets = runs.get(i).offsets();
                long length = offsets[partition + 1] - offsets[partition];
                if (length > 0) {
                    out.copy(channels.get(i), offsets[partition], length);
                }
            }
        }

        @Override
        public void close() throws IOException {
            IOException failure = new IOException("closing spilled runs");
            closeAll(channels, failure);
            if (failure.getSuppressed().length > 0) {
                throw failure;
            }
        }
    }
}
