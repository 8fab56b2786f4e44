package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.MapOutputs;
import org.lisle.dag.plan.PlannedStage;

/**
 * The map outputs of one shuffle, in arrays: for each map partition the attempt that wrote it, where it lies and the sizes of its
 * segments. Lives from the first job that needs the shuffle until it is removed.
 */
final class ShuffleState {
    /** Which executor wrote, and into which of its directories. */
    private record Place(String executor, String host, int port, String directory) {}

    final int id;
    /** The stage that writes it. */
    final PlannedStage plan;
    /** Stages that read it and are not done. */
    final Set<StageState> readers = new LinkedHashSet<>();

    private final BitSet present = new BitSet();
    private final BitSet everCounted = new BitSet();
    private final long[] taskIds;
    private final int[] places;
    private final byte[][] sizes;
    private final List<Place> knownPlaces = new ArrayList<>();
    private final Map<Place, Integer> placeNumbers = new HashMap<>();
    private int missing;
    private long version = 1;
    private @Nullable MapOutputs snapshot;

    ShuffleState(int id, PlannedStage plan) {
        this.id = id;
        this.plan = plan;
        this.missing = plan.partitions();
        this.taskIds = new long[missing];
        this.places = new int[missing];
        this.sizes = new byte[missing][];
    }

    boolean isComplete() {
        return missing == 0;
    }

    boolean has(int mapPartition) {
        return present.get(mapPartition);
    }

    /** A copy: the map partitions whose outputs are there. */
    BitSet present() {
        return (BitSet) present.clone();
    }

    /** True the first time that the partition counts. */
    boolean countFirst(int mapPartition) {
        if (everCounted.get(mapPartition)) {
            return false;
        }
        everCounted.set(mapPartition);
        return true;
    }

    /** Keeps an output that was missing. */
    void add(MapOutput output) {
        int partition = output.getMapPartition();
        var place = new Place(output.getExecutor(), output.getHost(), output.getPort(), output.getDirectory());
        places[partition] = placeNumbers.computeIfAbsent(place, p -> {
            knownPlaces.add(p);
            return knownPlaces.size() - 1;
        });
        taskIds[partition] = output.getTaskId();
        var bytes = output.getSizes().duplicate();
        sizes[partition] = new byte[bytes.remaining()];
        bytes.get(sizes[partition]);
        present.set(partition);
        missing--;
        changed();
    }

    /** Forgets the output when it is still the one that this attempt wrote. */
    boolean remove(int mapPartition, long taskId) {
        if (!present.get(mapPartition) || taskIds[mapPartition] != taskId) {
            return false;
        }
        forget(mapPartition);
        return true;
    }

    private void forget(int mapPartition) {
        present.clear(mapPartition);
        sizes[mapPartition] = new byte[0];
        missing++;
        changed();
    }

    /** Forgets what the executor wrote, or, with {@code wholeHost}, whatever lies on the host. Returns the map partitions lost. */
    BitSet removeFrom(String executor, String host, boolean wholeHost) {
        var matching = new BitSet();
        for (int number = 0; number < knownPlaces.size(); number++) {
            Place place = knownPlaces.get(number);
            matching.set(number, wholeHost ? place.host.equals(host) : place.executor.equals(executor));
        }
        var lost = new BitSet();
        for (int partition = present.nextSetBit(0); partition >= 0; partition = present.nextSetBit(partition + 1)) {
            if (matching.get(places[partition])) {
                lost.set(partition);
            }
        }
        lost.stream().forEach(this::forget);
        return lost;
    }

    /** Whether an output that the executor wrote is among those known. */
    boolean hasFrom(String executor) {
        return knownPlaces.stream().anyMatch(place -> place.executor.equals(executor));
    }

    /** Readers must ask again where the outputs are. */
    void changed() {
        version++;
        snapshot = null;
    }

    /** What readers are told: what a dead executor wrote is served by a living one of its host. */
    MapOutputs snapshot(ExecutorTracker executors) {
        MapOutputs known = snapshot;
        if (known != null) {
            return known;
        }
        List<Place> served =
                knownPlaces.stream().map(place -> servedBy(place, executors)).toList();
        List<MapOutput> outputs = new ArrayList<>(plan.partitions() - missing);
        for (int partition = present.nextSetBit(0); partition >= 0; partition = present.nextSetBit(partition + 1)) {
            Place place = served.get(places[partition]);
            outputs.add(new MapOutput(
                    id,
                    partition,
                    taskIds[partition],
                    place.executor,
                    place.host,
                    place.port,
                    place.directory,
                    java.nio.ByteBuffer.wrap(sizes[partition])));
        }
        known = new MapOutputs(id, version, plan.partitions(), outputs);
        snapshot = known;
        return known;
    }

    ShuffleSummary summary() {
        var spec = plan.shuffle();
        int reducePartitions = spec == null ? 0 : spec.reducePartitions();
        return new ShuffleSummary(id, plan.partitions(), reducePartitions, plan.partitions() - missing);
    }

    private static Place servedBy(Place place, ExecutorTracker executors) {
        List<ExecutorState> onHost = executors.onHost(place.host);
        if (executors.isAlive(place.executor) || onHost.isEmpty()) {
            return place;
        }
        ExecutorState neighbour = onHost.get(Math.floorMod(place.executor.hashCode(), onHost.size()));
        return new Place(neighbour.id, place.host, neighbour.port, place.directory);
    }
}
