package org.lisle.dag.schedule;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.MapOutputs;
import org.lisle.core.operator.Slice;
import org.lisle.core.shuffle.SegmentSizes;
import org.lisle.dag.plan.PlannedStage;

/**
 * The map outputs of one shuffle, in arrays: for each map partition, or slice of one, the attempt that wrote it, where it lies and the
 * sizes of its segments. They have the numbers of the tasks that write them, see {@link Slices}. Lives from the first job that needs the
 * shuffle until it is removed.
 *
 * <pre>
 *   gone -- computed --> present -- nobody left on its node --> unserved -- a shuffle server is wanted there --> awaited
 *     ^                   |   ^                                  |    ^                                            |  |
 *     +---- disk, node lost   +------ somebody serves its node --+----+------------- the server is refused --------+  |
 *                             +---------------------------------- somebody serves its node --------------------------+
 * </pre>
 *
 * What is not present is missing: readers wait. Of what is missing, all but the awaited is computed again as soon as there are slots; if
 * somebody comes to serve its node before that, it is present again at once.
 */
final class ShuffleState {
    final int id;
    /** The stage that writes it. */
    final PlannedStage plan;
    /** Stages that read it and are not done. */
    final Set<StageState> readers = new LinkedHashSet<>();
    /** Whether readers count it as complete: changes with {@link #isComplete}, by {@link StageTracker} alone. */
    boolean complete;
    /** The stage whose outputs had other contents when they were computed again, if these ones are made of those. */
    @Nullable
    PlannedStage changedBy;

    private final BitSet present = new BitSet();
    private final BitSet unserved = new BitSet();
    /** Part of {@link #unserved}. */
    private final BitSet awaited = new BitSet();

    private final BitSet everCounted = new BitSet();
    private Slices slices;
    private boolean slicingDecided;
    private boolean recordAwaited;
    private int wanted;
    private long[] taskIds;
    private byte[][] sizes;
    private final OutputPlaces places;
    private final OutputContents contents;
    private int presentCount;
    private int awaitedCount;
    private long version = 1;
    private @Nullable MapOutputs snapshot;

    ShuffleState(int id, PlannedStage plan) {
        int mapPartitions = plan.partitions();
        var spec = plan.shuffle();
        this.id = id;
        this.plan = plan;
        this.slices = Slices.none(mapPartitions);
        this.wanted = mapPartitions;
        this.taskIds = new long[mapPartitions];
        this.sizes = new byte[mapPartitions][];
        this.places = new OutputPlaces(mapPartitions);
        this.contents = new OutputContents(mapPartitions, spec == null ? 0 : spec.reducePartitions());
        this.complete = isComplete();
    }

    // ---------------------------------------------------------------- questions

    boolean isComplete() {
        return presentCount == wanted;
    }

    /** Whether outputs are missing for which no shuffle server is awaited. */
    boolean mustCompute() {
        return presentCount + awaitedCount < wanted;
    }

    /** How the tasks that write it are numbered: for good, once that is decided. */
    Slices slices() {
        return slices;
    }

    boolean isSlicingDecided() {
        return slicingDecided;
    }

    /** Whether the slices are not written down yet: no task is to run before. */
    boolean isRecordAwaited() {
        return recordAwaited;
    }

    /** Whether no output was ever there. */
    boolean isUntouched() {
        return everCounted.isEmpty() && places.known().isEmpty();
    }

    /** Whether the output of a task with this number is of use: it is missing, and there is such a task. */
    boolean lacks(int number) {
        return slices.hasTask(number) && !present.get(number);
    }

    boolean has(int mapPartition) {
        return present.get(mapPartition);
    }

    /** A copy: the map partitions whose outputs are there. */
    BitSet present() {
        return (BitSet) present.clone();
    }

    /** A copy: the map partitions whose outputs wait for a shuffle server. */
    BitSet awaited() {
        return (BitSet) awaited.clone();
    }

    /** The map partitions that are not to be computed: present, awaited, or done in slices. */
    BitSet spared() {
        BitSet spared = present();
        spared.or(awaited);
        spared.or(slices.sliced());
        return spared;
    }

    /** Whether this attempt's output is the one that is there. */
    boolean isBy(int mapPartition, long taskId) {
        return present.get(mapPartition) && taskIds[mapPartition] == taskId;
    }

    OutputPlace place(int mapPartition) {
        return places.get(mapPartition);
    }

    /** Whether an output lies in such a place, or did. */
    boolean isIn(Predicate<OutputPlace> wanted) {
        return places.known().stream().anyMatch(wanted);
    }

    /** The map partitions whose outputs lie in such places, served or not. */
    BitSet in(Predicate<OutputPlace> wanted) {
        BitSet all = present();
        all.or(unserved);
        return places.among(all, wanted);
    }

    /** A copy: the map partitions whose outputs are there but served by nobody, awaited or not. */
    BitSet unserved() {
        return (BitSet) unserved.clone();
    }

    /** True the first time that the partition counts. */
    boolean countFirst(int mapPartition) {
        if (everCounted.get(mapPartition)) {
            return false;
        }
        everCounted.set(mapPartition);
        return true;
    }

    // ---------------------------------------------------------------- changes

    /** How its tasks are numbered from now on; nothing is there yet. */
    void slice(Slices decided) {
        slices = decided;
        slicingDecided = true;
        wanted = decided.tasks();
        if (!decided.all().isEmpty()) {
            taskIds = Arrays.copyOf(taskIds, decided.numbers());
            sizes = Arrays.copyOf(sizes, decided.numbers());
            places.growTo(decided.numbers());
            contents.growTo(decided.numbers());
            changed();
        }
    }

    void awaitRecord() {
        recordAwaited = true;
    }

    void recorded() {
        recordAwaited = false;
    }

    /** Keeps an output that was missing. Returns the reduce partitions for which it holds something else than the one before it. */
    BitSet add(MapOutput output) {
        int partition = output.getMapPartition();
        places.put(
                partition,
                new OutputPlace(output.getExecutor(), output.getHost(), output.getPort(), output.getDirectory()));
        taskIds[partition] = output.getTaskId();
        var bytes = output.getSizes().duplicate();
        sizes[partition] = new byte[bytes.remaining()];
        bytes.get(sizes[partition]);
        present.set(partition);
        presentCount++;
        if (unserved.get(partition)) {
            unserved.clear(partition);
            awaited.clear(partition);
            awaitedCount = awaited.cardinality();
        }
        changed();
        return contents.replace(output);
    }

    /** Takes over what an earlier driver knew; nothing is known yet. */
    void restore(List<MapOutput> outputs, Set<Integer> counted, List<Slice> sliced, Predicate<OutputPlace> served) {
        if (!sliced.isEmpty()) {
            slice(new Slices(plan.partitions(), sliced));
        }
        outputs.stream().filter(output -> lacks(output.getMapPartition())).forEach(this::add);
        counted.forEach(everCounted::set);
        withdraw(place -> !served.test(place));
    }

    /** Forgets outputs, served or not. */
    void forget(BitSet partitions) {
        if (!partitions.isEmpty()) {
            partitions.stream().forEach(this::forget);
            moved();
        }
    }

    private void forget(int partition) {
        present.clear(partition);
        unserved.clear(partition);
        awaited.clear(partition);
        sizes[partition] = new byte[0];
    }

    /** What lies in such places is unserved now. Returns those map partitions. */
    BitSet withdraw(Predicate<OutputPlace> deserted) {
        BitSet lost = places.among(present, deserted);
        if (!lost.isEmpty()) {
            present.andNot(lost);
            unserved.or(lost);
            moved();
        }
        return lost;
    }

    /** What was unserved in such places is present again. Returns those map partitions. */
    BitSet serveAgain(Predicate<OutputPlace> served) {
        BitSet found = places.among(unserved, served);
        if (!found.isEmpty()) {
            unserved.andNot(found);
            awaited.andNot(found);
            present.or(found);
            moved();
        }
        return found;
    }

    /** These, which are unserved, wait for a server. */
    void await(BitSet partitions) {
        awaited.or(partitions);
        awaitedCount = awaited.cardinality();
    }

    /** What was awaited in such places is to be computed. Returns those map partitions. */
    BitSet awaitNoMore(Predicate<OutputPlace> refused) {
        BitSet lost = places.among(awaited, refused);
        awaited.andNot(lost);
        awaitedCount = awaited.cardinality();
        return lost;
    }

    private void moved() {
        presentCount = present.cardinality();
        awaitedCount = awaited.cardinality();
        changed();
    }

    /** Readers must ask again where the outputs are. */
    void changed() {
        version++;
        snapshot = null;
    }

    // ---------------------------------------------------------------- what others are told

    /** What readers are told: what a dead executor wrote is served by a living one of its node. */
    MapOutputs snapshot(ExecutorTracker executors) {
        MapOutputs known = snapshot;
        if (known != null) {
            return known;
        }
        List<OutputPlace> served =
                places.known().stream().map(executors::servedBy).toList();
        List<MapOutput> outputs = new ArrayList<>(presentCount);
        for (int partition = present.nextSetBit(0); partition >= 0; partition = present.nextSetBit(partition + 1)) {
            OutputPlace place = served.get(places.number(partition));
            outputs.add(new MapOutput(
                    id,
                    partition,
                    taskIds[partition],
                    place.executor(),
                    place.host(),
                    place.port(),
                    place.directory(),
                    ByteBuffer.wrap(sizes[partition]),
                    0L,
                    ByteBuffer.allocate(0)));
        }
        List<Integer> sliced = slices.all().stream().map(Slice::partition).toList();
        known = new MapOutputs(id, version, plan.partitions(), outputs, 0, sliced, -1);
        snapshot = known;
        return known;
    }

    ShuffleSummary summary() {
        var spec = plan.shuffle();
        int reducePartitions = spec == null ? 0 : spec.reducePartitions();
        return new ShuffleSummary(id, wanted, reducePartitions, presentCount);
    }

    /** What its reduce partitions have; all outputs are there. */
    SkewedPartition.Sizes sizes() {
        var spec = plan.shuffle();
        int reducePartitions = spec == null ? 0 : spec.reducePartitions();
        return new SkewedPartition.Sizes() {
            @Override
            public long[] byPartition() {
                long[] bytes = new long[reducePartitions];
                present.stream().forEach(output -> SegmentSizes.addTo(ByteBuffer.wrap(sizes[output]), bytes));
                return bytes;
            }

            @Override
            public long[] byMapPartition(int partition) {
                long[] bytes = new long[plan.partitions()];
                present.stream()
                        .forEach(output -> bytes[slices.partitionOf(output)] +=
                                SegmentSizes.decode(ByteBuffer.wrap(sizes[output]), partition));
                return bytes;
            }
        };
    }
}
