package org.lisle.executor.shuffle.segment;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.lisle.core.compress.BlockInputStream;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.executor.disk.LocalDirectories;

/**
 * Finds map outputs on this node's disks, whichever executor of the application wrote them, and remembers their indexes, the least
 * recently used are forgotten.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // LocalDirectories is thread-safe
public final class SegmentFiles {
    private static final long MOST_INDEX_BYTES = 16L << 20;

    private final LocalDirectories directories;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final LinkedHashMap<MapOutputName, Located> located = new LinkedHashMap<>(16, 0.75f, true);

    @GuardedBy("lock")
    private long weight;

    public SegmentFiles(LocalDirectories directories) {
        this.directories = directories;
    }

    /** A map output on this node. */
    public record Located(Path dataFile, SegmentIndex index) {}

    /**
     * The output, when this node has it, complete.
     *
     * @throws LisleException BLOCK_CORRUPT when index or data file are damaged, LOCAL_DISK when they cannot be read
     */
    public Optional<Located> find(MapOutputName name) {
        return known(name).or(() -> directories
                .find(name.folder(), name.indexFile())
                .map(index -> remember(name, open(name, index))));
    }

    /** The output, when it lies in the given local directory of the application, complete. Fails as {@link #find(MapOutputName)}. */
    public Optional<Located> find(MapOutputName name, Path directory) {
        return known(name).or(() -> {
            Path index = directory.resolve(name.folder()).resolve(name.indexFile());
            return Files.isReadable(index) ? Optional.of(remember(name, open(name, index))) : Optional.empty();
        });
    }

    private Optional<Located> known(MapOutputName name) {
        Located known;
        synchronized (lock) {
            known = located.get(name);
        }
        if (known != null && !Files.isReadable(known.dataFile())) {
            forget(name);
            return Optional.empty();
        }
        return Optional.ofNullable(known);
    }

    /**
     * The bytes of a segment, from an offset in it, from a file that is opened for this. Fails when the file ends early.
     *
     * @throws IOException when the file cannot be opened
     */
    public InputStream open(Located output, int reducePartition, long offset) throws IOException {
        long from = output.index().offset(reducePartition) + offset;
        long to = output.index().offset(reducePartition + 1);
        FileChannel channel = directories.open(output.dataFile());
        channel.position(from);
        return new BoundedInput(Channels.newInputStream(channel), to - from);
    }

    /**
     * Looks at the output anew and reads some of its segments to their ends, so that what is sent next is known to be whole on the disk.
     *
     * @return empty when this node does not have it
     * @throws LisleException BLOCK_CORRUPT when it is damaged, LOCAL_DISK when it cannot be read
     */
    public Optional<Located> verified(MapOutputName name, int firstReducePartition, int lastReducePartition) {
        forget(name);
        Optional<Located> found = find(name);
        found.ifPresent(output -> {
            byte[] buffer = new byte[64 << 10];
            int last = Math.min(lastReducePartition, output.index().partitions());
            for (int partition = firstReducePartition; partition < last; partition++) {
                verify(name, output, partition, buffer);
            }
        });
        return found;
    }

    private void verify(MapOutputName name, Located output, int partition, byte[] buffer) {
        String segment = "segment " + partition + " of " + name;
        try (var blocks = new BlockInputStream(open(output, partition, 0), segment)) {
            int count;
            do {
                count = blocks.read(buffer, 0, buffer.length);
            } while (count >= 0);
        } catch (IOException e) {
            throw directories.failure(output.dataFile(), "reading " + segment, e);
        }
    }

    /** Forgets the output's index, so that it is read again: for who found that its files changed. */
    public void forget(MapOutputName name) {
        synchronized (lock) {
            Located removed = located.remove(name);
            weight -= removed == null ? 0 : removed.index().weight();
        }
    }

    /** Deletes all files of a shuffle on this node. */
    public void removeShuffle(int shuffleId) {
        synchronized (lock) {
            located.keySet().removeIf(name -> name.shuffleId() == shuffleId);
            weight = located.values().stream()
                    .mapToLong(entry -> entry.index().weight())
                    .sum();
        }
        directories.deleteFolder(MapOutputName.folder(shuffleId));
    }

    private Located open(MapOutputName name, Path indexFile) {
        Path dataFile = indexFile.resolveSibling(name.dataFile());
        try {
            SegmentIndex index = SegmentIndex.parse(indexFile, directories.readAll(indexFile));
            long length = Files.size(dataFile);
            if (length != index.dataLength()) {
                throw new LisleException(
                        ErrorCode.BLOCK_CORRUPT,
                        "the shuffle file " + dataFile + " has " + length + " bytes, its index says "
                                + index.dataLength(),
                        "");
            }
            return new Located(dataFile, index);
        } catch (IOException e) {
            throw directories.failure(indexFile, "reading a shuffle index", e);
        }
    }

    private Located remember(MapOutputName name, Located entry) {
        synchronized (lock) {
            if (located.putIfAbsent(name, entry) == null) {
                weight += entry.index().weight();
            }
            var eldest = located.entrySet().iterator();
            while (weight > MOST_INDEX_BYTES && located.size() > 1) {
                weight -= eldest.next().getValue().index().weight();
                eldest.remove();
            }
        }
        return entry;
    }
}
