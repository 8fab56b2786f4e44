package org.lisle.dag.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lisle.core.journal.JobBegun;
import org.lisle.core.journal.ResultDone;
import org.lisle.core.journal.StagePlanned;
import org.lisle.core.operator.Slice;

/** What earlier drivers knew of a job. Changed while journals are read, not after. */
public final class RecoveredJob {
    private final JobBegun begun;
    private final StagePlanned plan;
    private final Set<Integer> stageIds = new TreeSet<>();
    private final TreeMap<Integer, ResultDone> results = new TreeMap<>();
    private final TreeMap<Integer, ResultDone> places = new TreeMap<>();
    private final TreeMap<Integer, ResultDone> badRecords = new TreeMap<>();
    private final Map<Integer, Long> mayCommit = new TreeMap<>();
    private final List<Slice> slices = new ArrayList<>();
    private @Nullable RecoveredOutput output;

    RecoveredJob(JobBegun begun, StagePlanned plan) {
        this.begun = begun;
        this.plan = plan;
    }

    void plannedAs(int stageId) {
        stageIds.add(stageId);
    }

    void done(ResultDone result) {
        if (result.getResult() != null) {
            results.put(result.getPartition(), result);
        } else if (!result.getBlock().isEmpty()) {
            places.put(result.getPartition(), result);
        }
        if (result.getBadRecords() > 0) {
            badRecords.putIfAbsent(result.getPartition(), result);
        }
    }

    void mayCommit(int partition, long taskId) {
        mayCommit.put(partition, taskId);
    }

    void sliced(List<Slice> decided) {
        slices.addAll(decided);
    }

    void writesTo(RecoveredOutput place) {
        output = place;
    }

    /** What was written is removed: no partition of it counts any more. */
    void aborted() {
        results.clear();
        places.clear();
        mayCommit.clear();
        output = null;
    }

    public int id() {
        return begun.getJobId();
    }

    int number() {
        return begun.getNumber();
    }

    /** The action and where it was called. */
    public String name() {
        return begun.getName();
    }

    StagePlanned plan() {
        return plan;
    }

    /** Its result stages, one for each epoch. */
    public Set<Integer> stageIds() {
        return stageIds;
    }

    /** What the tasks compute that are numbered from the number of the stage's partitions on. */
    public List<Slice> slices() {
        return List.copyOf(slices);
    }

    /** The numbers of the tasks whose results are those of these partitions. */
    public List<Integer> tasks(List<Integer> partitions) {
        List<Integer> tasks = new ArrayList<>(partitions);
        for (int slice = 0; slice < slices.size(); slice++) {
            int partition = slices.get(slice).partition();
            if (partitions.contains(partition)) {
                tasks.remove((Integer) partition);
                tasks.add(plan.getPartitions() + slice);
            }
        }
        return tasks;
    }

    /** Results by the numbers of their tasks: a partition's is that of the whole of it. */
    public Map<Integer, ResultDone> results() {
        return results;
    }

    /** Results that are too large for the journal, by task: the executors' blocks that hold them. */
    public Map<Integer, ResultDone> places() {
        return places;
    }

    /** The results whose tasks set records aside. */
    public List<ResultDone> badRecords() {
        return List.copyOf(badRecords.values());
    }

    /** By task the attempt that was told last that it may commit. */
    public Map<Integer, Long> mayCommit() {
        return mayCommit;
    }

    @Nullable
    RecoveredOutput output() {
        return output;
    }

    /** The bytes of a result that is there. */
    public static byte[] bytes(ResultDone result) {
        ByteBuffer view = result.getResult().duplicate();
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return bytes;
    }
}
