package org.lisle.dag.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lisle.core.message.MapOutput;
import org.lisle.core.resource.ExecutorProfile;

/** What is really there: executors, the files they wrote, the blocks they hold. */
@SuppressWarnings("NullAway") // a null here fails the test
final class SimulatedCluster {
    /** A file with one map task's output. */
    record FileId(int shuffleId, int mapPartition, long taskId) {}

    /** A stored partition of a persisted dataset. */
    record BlockId(int rddId, int partition) {}

    static final class Executor {
        final String id;
        final String host;
        final int slots;
        final String profile;
        final Map<Long, SimulatedTask> tasks = new LinkedHashMap<>();
        /** Whether the driver counts on it, as far as it knows itself. */
        boolean registered;
        /** It was counted as lost though it lives, and another one was asked for. */
        boolean replaced;

        final Set<BlockId> blocks = new HashSet<>();
        /** What stored blocks are made of, see {@link SimulatedTask#madeOf}. */
        final Map<BlockId, Map<String, Long>> blockContents = new HashMap<>();

        Executor(String id, String host, int slots) {
            this(id, host, slots, ExecutorProfile.USUAL);
        }

        /** @param profile the name of its kind */
        Executor(String id, String host, int slots, String profile) {
            this.profile = profile;
            this.id = id;
            this.host = host;
            this.slots = slots;
        }
    }

    private record FileOnDisk(String executor, String host, Map<String, Long> madeOf) {}

    final Map<String, Executor> alive = new LinkedHashMap<>();
    private final Map<FileId, FileOnDisk> files = new HashMap<>();

    List<Executor> executors() {
        return new ArrayList<>(alive.values());
    }

    /** @param madeOf what it holds and what that was made of */
    void write(FileId file, String executor, String host, Map<String, Long> madeOf) {
        files.put(file, new FileOnDisk(executor, host, madeOf));
    }

    Map<String, Long> madeOf(FileId file) {
        return files.get(file).madeOf;
    }

    Map<String, Long> madeOf(BlockId block) {
        return alive.values().stream()
                .filter(executor -> executor.blocks.contains(block))
                .map(executor -> executor.blockContents.get(block))
                .findFirst()
                .orElseThrow();
    }

    void deleteFilesOn(String host) {
        files.values().removeIf(file -> file.host.equals(host));
    }

    void drop(int rddId) {
        alive.values().forEach(executor -> executor.blocks.removeIf(block -> block.rddId == rddId));
    }

    void deleteFile(FileId file) {
        files.remove(file);
    }

    void deleteFilesOf(String executor) {
        files.values().removeIf(file -> file.executor.equals(executor));
    }

    List<FileId> allFiles() {
        return files.keySet().stream()
                .sorted(java.util.Comparator.comparingLong(FileId::taskId))
                .toList();
    }

    /** Whether a reader gets the output from the place it was told. */
    boolean isReadable(MapOutput told) {
        FileOnDisk file = files.get(new FileId(told.getShuffleId(), told.getMapPartition(), told.getTaskId()));
        Executor server = alive.get(told.getExecutor());
        return file != null && server != null && server.host.equals(file.host);
    }

    boolean isStored(BlockId block) {
        return alive.values().stream().anyMatch(executor -> executor.blocks.contains(block));
    }
}
