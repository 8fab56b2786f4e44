package org.lisle.executor.shuffle.merge;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.LisleException;
import org.lisle.executor.disk.FileOutput;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.shuffle.segment.MapOutputName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The merged copies on this node, and their making. An executor merges what it wrote itself, in the background, from the moment on when a
 * shuffle is read, because by then all of its map outputs are there:
 *
 * <pre>
 *   map task ends   -> {@link #written}                 remembered
 *   first reading   -> {@link #of}                      many and small? a worker copies them -> unfinished -> renamed
 *   later readings  -> {@link #of}                      the folder is listed: copies of any executor of the node are found
 * </pre>
 *
 * Nobody waits for a copy, and nobody needs one: what fails here is logged.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // LocalDirectories and the executor are thread-safe
public final class MergedSegments {
    private static final Logger LOG = LoggerFactory.getLogger(MergedSegments.class);

    /** With fewer files there is little to save. */
    private static final int LEAST_OUTPUTS = 16;
    /** What is read and written once more for each segment must cost less than opening a file for it does. */
    private static final long MOST_BYTES_A_SEGMENT = 8 << 10;
    /** Files that are open at a time while they are merged. */
    private static final int MOST_MEMBERS = 512;
    /** Bounds what the offsets of a merge take in memory: 8 bytes each. */
    private static final int MOST_SEGMENTS = 1 << 20;

    private final LocalDirectories directories;
    private final Executor workers;
    private final String executor;
    private final ConcurrentHashMap<Path, Optional<MergedFile>> known = new ConcurrentHashMap<>();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<Integer, Written> shuffles = new HashMap<>();

    /**
     * @param executor for the names of files
     * @param workers on which merges run
     */
    public MergedSegments(LocalDirectories directories, String executor, Executor workers) {
        this.directories = directories;
        this.executor = executor;
        this.workers = workers;
    }

    /** What this executor wrote for a shuffle and did not merge. */
    private static final class Written {
        private List<MergedFile.Member> outputs = new ArrayList<>();
        private long bytes;
        private int partitions;
        private int files;
    }

    /** A part of a file. */
    public record Slice(Path file, long from, long to) {}

    /** This executor wrote a map output. */
    public void written(MapOutputName name, Path data, long bytes, int reducePartitions) {
        synchronized (lock) {
            Written written = shuffles.computeIfAbsent(name.shuffleId(), id -> new Written());
            written.outputs.add(new MergedFile.Member(name, data));
            written.bytes += bytes;
            written.partitions = reducePartitions;
        }
    }

    /** The merged copies that there are of a shuffle; from now on it is being read. */
    public Copies of(int shuffleId) {
        mergeWhatIsSmall(shuffleId);
        return new Copies(files(shuffleId));
    }

    /** Copies of a shuffle's segments at one moment. Immutable. */
    public final class Copies {
        private final List<MergedFile> files;

        private Copies(List<MergedFile> files) {
            this.files = files;
        }

        /** The segments of a reduce partition, for a task of this node. */
        public MergedPartition partition(int reducePartition) {
            return new MergedPartition(files, reducePartition, directories);
        }

        /** Where the copy of a segment lies. */
        public Optional<Slice> find(MapOutputName name, int reducePartition) {
            for (MergedFile file : files) {
                int member = file.member(name);
                if (member >= 0) {
                    return slice(file, member, reducePartition);
                }
            }
            return Optional.empty();
        }

        private Optional<Slice> slice(MergedFile file, int member, int reducePartition) {
            try {
                long[] offsets = file.knownOffsets(reducePartition);
                if (offsets == null) {
                    try (FileChannel channel = directories.open(file.path())) {
                        offsets = file.offsets(channel, reducePartition);
                    }
                }
                return Optional.of(new Slice(file.path(), offsets[member], offsets[member + 1]));
            } catch (ClosedByInterruptException e) {
                return Optional.empty();
            } catch (IOException e) {
                LOG.warn("The merged segments in {} are passed over", file.path(), e);
                known.put(file.path(), Optional.empty());
                return Optional.empty();
            }
        }
    }

    /** Forgets a shuffle, whose files are about to be deleted; a merge that runs leaves nothing. */
    public void forget(int shuffleId) {
        synchronized (lock) {
            shuffles.remove(shuffleId);
        }
        for (Path root : directories.roots()) {
            Path folder = root.resolve(folder(shuffleId));
            known.keySet().removeIf(file -> file.startsWith(folder));
        }
    }

    private static String folder(int shuffleId) {
        return MapOutputName.folder(shuffleId) + "/merged";
    }

    // ---------------------------------------------------------------- finding

    private List<MergedFile> files(int shuffleId) {
        List<MergedFile> found = new ArrayList<>();
        for (Path root : directories.roots()) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(folder(shuffleId)))) {
                for (Path file : files) {
                    if (file.toString().endsWith(MergedFile.SUFFIX)) {
                        Optional<MergedFile> merged = known.computeIfAbsent(file, this::opened);
                        if (merged != null) {
                            merged.ifPresent(found::add);
                        }
                    }
                }
            } catch (NoSuchFileException e) {
                // the usual case: nothing was merged
            } catch (IOException | DirectoryIteratorException e) {
                LOG.warn("The merged segments of shuffle {} in {} cannot be listed", shuffleId, root, e);
            }
        }
        return found;
    }

    /** Empty for a file that cannot be used, which is not tried again; null when it was the thread that was interrupted. */
    private @Nullable Optional<MergedFile> opened(Path file) {
        try (FileChannel channel = directories.open(file)) {
            return Optional.of(MergedFile.open(file, channel));
        } catch (ClosedByInterruptException e) {
            return null;
        } catch (IOException e) {
            LOG.warn("The merged segments in {} are passed over", file, e);
            return Optional.empty();
        }
    }

    // ---------------------------------------------------------------- merging

    private void mergeWhatIsSmall(int shuffleId) {
        Written written;
        List<MergedFile.Member> outputs;
        long bytes;
        synchronized (lock) {
            written = shuffles.get(shuffleId);
            if (written == null
                    || written.outputs.size() < LEAST_OUTPUTS
                    || written.bytes > MOST_BYTES_A_SEGMENT * written.outputs.size() * written.partitions) {
                return;
            }
            outputs = written.outputs;
            bytes = written.bytes;
            written.outputs = new ArrayList<>();
            written.bytes = 0;
        }
        outputs.sort(Comparator.comparing(member -> member.name().mapPartition()));
        int together = Math.min(MOST_MEMBERS, MOST_SEGMENTS / written.partitions);
        Written state = written;
        workers.execute(() -> {
            for (int from = 0; together > 1 && from < outputs.size(); from += together) {
                merge(shuffleId, outputs.subList(from, Math.min(outputs.size(), from + together)), bytes, state);
            }
        });
    }

    /** @param bytes of these outputs, at most; on a disk that has not four times as much left they are not merged */
    private void merge(int shuffleId, List<MergedFile.Member> outputs, long bytes, Written state) {
        Path unfinished = null;
        try {
            Path file = directories.newFile(folder(shuffleId), nextName(state));
            if (LocalDirectories.usableBytes(file) < 4 * bytes) {
                return;
            }
            unfinished = MergedFile.unfinished(file);
            try (FileOutput out = directories.create(unfinished)) {
                MergedFile.write(outputs, directories, out);
            }
            publish(shuffleId, unfinished, file, state);
        } catch (IOException | LisleException e) {
            if (!isRemoved(shuffleId, state)) {
                LOG.warn("{} small map outputs of shuffle {} are not merged", outputs.size(), shuffleId, e);
            }
        } finally {
            if (unfinished != null) {
                directories.delete(unfinished);
            }
            if (isRemoved(shuffleId, state)) {
                directories.deleteFolder(MapOutputName.folder(shuffleId));
            }
        }
    }

    private boolean isRemoved(int shuffleId, Written state) {
        synchronized (lock) {
            return shuffles.get(shuffleId) != state;
        }
    }

    private String nextName(Written state) {
        synchronized (lock) {
            return executor + "_" + state.files++ + MergedFile.SUFFIX;
        }
    }

    /** Makes the file visible, unless the shuffle was removed. */
    private void publish(int shuffleId, Path unfinished, Path file, Written state) throws IOException {
        synchronized (lock) {
            if (shuffles.get(shuffleId) == state) {
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
