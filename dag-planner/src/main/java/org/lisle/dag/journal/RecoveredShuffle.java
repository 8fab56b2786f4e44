package org.lisle.dag.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lisle.core.journal.MapTaskDone;
import org.lisle.core.journal.StagePlanned;
import org.lisle.core.message.AccumulatorUpdate;
import org.lisle.core.message.MapOutput;
import org.lisle.core.operator.Slice;

/** What earlier drivers knew of a shuffle. Changed while journals are read, not after. */
public final class RecoveredShuffle {
    private final StagePlanned plan;
    private final Set<Integer> stageIds = new TreeSet<>();
    private final TreeMap<Integer, MapOutput> outputs = new TreeMap<>();
    private final TreeMap<Integer, List<AccumulatorUpdate>> counted = new TreeMap<>();
    private final List<MapTaskDone> badRecords = new ArrayList<>();
    private final List<Slice> slices = new ArrayList<>();

    RecoveredShuffle(StagePlanned plan) {
        this.plan = plan;
    }

    void plannedAs(int stageId) {
        stageIds.add(stageId);
    }

    void done(MapTaskDone done) {
        int partition = done.getOutput().getMapPartition();
        outputs.put(partition, done.getOutput());
        counted.putIfAbsent(partition, done.getAccumulators());
        if (done.getBadRecords() > 0) {
            badRecords.add(done);
        }
    }

    void sliced(List<Slice> decided) {
        slices.addAll(decided);
    }

    void lost(List<Integer> partitions) {
        partitions.forEach(outputs::remove);
    }

    public int id() {
        return plan.getShuffleId();
    }

    StagePlanned plan() {
        return plan;
    }

    /** The stages that wrote it, one for each epoch. */
    public Set<Integer> stageIds() {
        return stageIds;
    }

    public List<MapOutput> outputs() {
        return List.copyOf(outputs.values());
    }

    public int partitions() {
        return plan.getPartitions();
    }

    /** What the tasks compute that are numbered from the number of partitions on. */
    public List<Slice> slices() {
        return List.copyOf(slices);
    }

    /** How many tasks write it. */
    public int tasks() {
        return partitions()
                + slices.size()
                - (int) slices.stream().map(Slice::partition).distinct().count();
    }

    public String name() {
        return plan.getName();
    }

    /** Map partitions that counted, although their output may be lost since. */
    public Set<Integer> counted() {
        return counted.keySet();
    }

    /** The tasks that counted and set records aside. */
    public List<MapTaskDone> badRecords() {
        return badRecords;
    }

    /** What the tasks that counted added. */
    public List<AccumulatorUpdate> accumulators() {
        List<AccumulatorUpdate> all = new ArrayList<>();
        counted.values().forEach(all::addAll);
        return all;
    }
}
