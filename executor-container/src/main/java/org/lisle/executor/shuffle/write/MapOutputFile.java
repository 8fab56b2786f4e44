package org.lisle.executor.shuffle.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.lisle.executor.disk.FileOutput;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.shuffle.segment.MapOutputName;
import org.lisle.executor.shuffle.segment.SegmentIndex;

/**
 * Writes data file and index of one map output and makes them visible: both are written under other names first, then renamed, the index
 * last, so that whoever sees an index sees all of the output. Confined to one thread.
 */
final class MapOutputFile {
    private static final String UNFINISHED = ".unfinished";

    private final LocalDirectories directories;
    private final MapOutputName name;

    MapOutputFile(LocalDirectories directories, MapOutputName name) {
        this.directories = directories;
        this.name = name;
    }

    /**
     * Tries the next local directory when one fails.
     *
     * @param sums what the segments hold, by reduce partition
     * @return the data file
     * @throws org.lisle.core.error.LisleException SPILL_DISK_FULL or LOCAL_DISK, of the last directory tried
     */
    Path write(SpilledRuns.SegmentsWriter writer, long[] sums) {
        for (int attempt = 1; ; attempt++) {
            Path data = directories.newFile(name.folder(), name.dataFile());
            try {
                writeIn(data, writer, sums);
                return data;
            } catch (IOException e) {
                remove(data);
                var failure = directories.failure(data, "writing the map output " + name, e);
                if (attempt >= directories.roots().size()) {
                    throw failure;
                }
            } catch (RuntimeException | Error e) {
                remove(data);
                throw e;
            }
        }
    }

    /** The local directory above a data file: what a map output's location names. */
    Path directoryOf(Path data) {
        return directories.roots().stream()
                .filter(data::startsWith)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(data + " is in no local directory"));
    }

    private void writeIn(Path data, SpilledRuns.SegmentsWriter writer, long[] sums) throws IOException {
        long[] sizes;
        try (FileOutput out = directories.create(unfinished(data))) {
            sizes = writer.write(out);
        }
        Path index = name.indexBeside(data);
        SegmentIndex.of(sizes, sums).write(unfinished(index));
        Files.move(unfinished(data), data, StandardCopyOption.ATOMIC_MOVE);
        Files.move(unfinished(index), index, StandardCopyOption.ATOMIC_MOVE);
    }

    private void remove(Path data) {
        Path index = name.indexBeside(data);
        directories.delete(index);
        directories.delete(data);
        directories.delete(unfinished(index));
        directories.delete(unfinished(data));
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + UNFINISHED);
    }
}
