package org.lisle.executor.shuffle.segment;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.MapOutput;
import org.lisle.core.shuffle.ContentSums;
import org.lisle.core.shuffle.SegmentSizes;
import org.lisle.executor.disk.LocalDirectories;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole map outputs on this node's disks, whichever executor of the application wrote them: what a driver that has just started is
 * told. Found by listing the directories, so that what dead executors left is among them.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class HeldOutputs {
    /** An index does not tell how many map partitions the shuffle has, on which it depends whether segments' sums are told one by one. */
    private static final int MAP_PARTITIONS_ASSUMED = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(HeldOutputs.class);

    /** A message has an end; outputs beyond it are found where the driver's journal says they are, or computed again. */
    private static final long MOST_SIZES_BYTES = 32L << 20;

    private final LocalDirectories directories;
    private final SegmentFiles files;

    public HeldOutputs(LocalDirectories directories, SegmentFiles files) {
        this.directories = directories;
        this.files = files;
    }

    /**
     * Reads all indexes. Damaged outputs are left out.
     *
     * @param executor who tells, and serves them at this port of the host
     */
    public List<MapOutput> list(String executor, String host, int port) {
        List<MapOutput> outputs = new ArrayList<>();
        long bytes = 0;
        for (Path root : directories.roots()) {
            for (MapOutputName name : names(root)) {
                SegmentIndex index = indexOf(name, root);
                if (index == null) {
                    continue;
                }
                MapOutput output = output(name, index, root, executor, host, port);
                bytes += output.getSizes().remaining();
                if (bytes > MOST_SIZES_BYTES) {
                    LOG.warn("Not all map outputs on this node fit into a registration; {} are told", outputs.size());
                    return outputs;
                }
                outputs.add(output);
            }
        }
        return outputs;
    }

    /** The shuffles of which there is a folder in a local directory, ascending. */
    public List<Integer> shuffles() {
        Set<Integer> ids = new TreeSet<>();
        for (Path root : directories.roots()) {
            for (Path folder : shuffleFolders(root)) {
                MapOutputName.shuffleOfFolder(folder).ifPresent(ids::add);
            }
        }
        return List.copyOf(ids);
    }

    private static MapOutput output(
            MapOutputName name, SegmentIndex index, Path root, String executor, String host, int port) {
        long[] sizes = new long[index.partitions()];
        for (int r = 0; r < sizes.length; r++) {
            sizes[r] = index.offset(r + 1) - index.offset(r);
        }
        return new MapOutput(
                name.shuffleId(),
                name.mapPartition(),
                name.taskId(),
                executor,
                host,
                port,
                root.toString(),
                SegmentSizes.encode(sizes),
                ContentSums.digest(index.contentSums()),
                ContentSums.encode(index.contentSums(), MAP_PARTITIONS_ASSUMED));
    }

    private @Nullable SegmentIndex indexOf(MapOutputName name, Path root) {
        try {
            return files.find(name, root).map(SegmentFiles.Located::index).orElse(null);
        } catch (LisleException e) {
            LOG.warn("The map output {} in {} is not told: {}", name, root, e.getMessage());
            return null;
        }
    }

    private static List<MapOutputName> names(Path root) {
        List<MapOutputName> names = new ArrayList<>();
        for (Path folder : shuffleFolders(root)) {
            for (Path index : children(folder, "shuffle_*.index")) {
                MapOutputName.ofIndexFile(index).ifPresent(names::add);
            }
        }
        return names;
    }

    private static List<Path> shuffleFolders(Path root) {
        Path all = root.resolve(MapOutputName.FOLDER);
        return Files.isDirectory(all) ? children(all, "shuffle_*") : List.of();
    }

    /** What cannot be listed is not told: a shuffle may be removed meanwhile. */
    private static List<Path> children(Path folder, String glob) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
            found.forEach(children::add);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("{} cannot be listed", folder, e);
        }
        return children;
    }
}
