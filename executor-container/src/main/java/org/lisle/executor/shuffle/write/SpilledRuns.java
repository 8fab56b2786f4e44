package org.lisle.executor.shuffle.write;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.lisle.executor.disk.FileOutput;
import org.lisle.executor.disk.LocalDirectories;

/** The runs of one writer that went to disk, a temporary file each. Confined to one thread. */
final class SpilledRuns implements AutoCloseable {
    private final LocalDirectories directories;
    private final List<Run> runs = new ArrayList<>();

    SpilledRuns(LocalDirectories directories) {
        this.directories = directories;
    }

    /** @param offsets where the segments begin; the last is the file's length */
    private record Run(Path file, long[] offsets) {}

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
        for (int attempt = 1; ; attempt++) {
            Path file = directories.newTemporaryFile("shuffle-run");
            try (FileOutput out = new FileOutput(file)) {
                long[] offsets = offsets(writer.write(out));
                out.flush();
                runs.add(new Run(file, offsets));
                return offsets[offsets.length - 1];
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
        List<FileChannel> channels = new ArrayList<>(runs.size());
        try {
            for (Run run : runs) {
                channels.add(FileChannel.open(run.file(), StandardOpenOption.READ));
            }
        } catch (IOException e) {
            closeAll(channels, e);
            throw e;
        }
        return new Cursor(channels);
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

    /** The open files of the runs. */
    final class Cursor implements AutoCloseable {
        private final List<FileChannel> channels;

        private Cursor(List<FileChannel> channels) {
            this.channels = channels;
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
