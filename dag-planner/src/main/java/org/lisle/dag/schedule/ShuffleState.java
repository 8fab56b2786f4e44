package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.MapOutputs;
import org.lisle.dag.plan.PlannedStage;

/**
 * The map outputs of one shuffle, in arrays: for each map partition the attempt that wrote it, where it lies and the sizes of its
 * segments. Lives from the first job that needs the shuffle until it is removed.
 *
 * <p>An output is present, unserved or gone. Unserved is what lies on a host where no executor lives: the files outlive their executor
 * (D3), but nobody can be asked for them. It is missing like what is gone, and made again as soon as there are slots for it; if an
 * executor comes to the host before that, it is present again at once. So nothing waits for an executor that may never come, and little
 * is made twice when it does come.
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
    private final BitSet unserved = new BitSet();
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
        unserved.clear(partition);
        missing--;
        changed();
    }

    /** Takes over what an earlier driver knew; nothing is known yet. */
    void restore(List<MapOutput> outputs, Set<Integer> counted, Predicate<String> isServed) {
        outputs.stream()
                .filter(output -> output.getMapPartition() < taskIds.length)
                .forEach(this::add);
        counted.forEach(everCounted::set);
        outputs.stream()
                .map(MapOutput::getHost)
                .distinct()
                .filter(host -> !isServed.test(host))
                .forEach(this::withdraw);
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

    /** Forgets what the executor wrote. Returns the map partitions lost. */
    BitSet forgetOf(String executor) {
        BitSet lost = among(present, place -> place.executor.equals(executor));
        lost.stream().forEach(this::forget);
        return lost;
    }

    /** Forgets what lies on the host. Returns the map partitions lost. */
    BitSet forgetOn(String host) {
        BitSet lost = among(present, place -> place.host.equals(host));
        lost.stream().forEach(this::forget);
        return lost;
    }

    /** What lies on the host is unserved now. Returns those map partitions. */
    BitSet withdraw(String host) {
        BitSet lost = among(present, place -> place.host.equals(host));
        if (!lost.isEmpty()) {
            present.andNot(lost);
            unserved.or(lost);
            missing += lost.cardinality();
            changed();
        }
        return lost;
    }

    /** What was unserved on the host is present again. Returns those map partitions. */
    BitSet serveAgain(String host) {
        BitSet found = among(unserved, place -> place.host.equals(host));
        if (!found.isEmpty()) {
            unserved.andNot(found);
            present.or(found);
            missing -= found.cardinality();
            changed();
        }
        return found;
    }

    private BitSet among(BitSet partitions, Predicate<Place> wanted) {
        var found = new BitSet();
        if (partitions.isEmpty()) {
            return found;
        }
        var matching = new BitSet();
        for (int number = 0; number < knownPlaces.size(); number++) {
            matching.set(number, wanted.test(knownPlaces.get(number)));
        }
        partitions.stream().filter(partition -> matching.get(places[partition])).forEach(found::set);
        return found;
    }

    /** Whether an output lies on the host, or did. */
    boolean isOn(String host) {
        return knownPlaces.stream().anyMatch(place -> place.host.equals(host));
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
                    java.nio.ByteBuffer.wrap(sizes[partition]),
                    0L,
                    java.nio.ByteBuffer.allocate(0)));
        }
        known = new MapOutputs(id, version, plan.partitions(), outputs, 0);
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
        if (onHost.isEmpty()) {
            return place;
        }
        ExecutorState writer = executors.get(place.executor);
        ExecutorState server = writer != null && writer.host.equals(place.host)
                ? writer
                : onHost.get(Math.floorMod(place.executor.hashCode(), onHost.size()));
        return new Place(server.id, place.host, server.port, place.directory);
    }
}
