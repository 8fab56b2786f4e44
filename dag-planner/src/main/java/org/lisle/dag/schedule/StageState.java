package org.lisle.dag.schedule;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lisle.core.operator.StageOutput;
import org.lisle.dag.plan.PlannedStage;

/**
 * A stage that some job needs and that is not done: what it waits for, and its tasks. It ends when all its partitions are done, or when
 * no job needs it any more; the same planned stage may come again later as a new object.
 */
final class StageState {
    final PlannedStage plan;
    /** The outputs it makes; null for a result stage. */
    final @Nullable ShuffleState output;

    final TaskSet tasks;
    final LocalityDelay delay;
    /** Jobs that need it, by id. */
    final TreeMap<Integer, JobState> jobs = new TreeMap<>();
    /** The shuffles its tasks read, by id. */
    final Map<Integer, ShuffleState> inputs = new LinkedHashMap<>();

    final Set<Attempt> live = new LinkedHashSet<>();
    final Set<Long> orphans = new LinkedHashSet<>();

    /** Where it does not run because of failures; null while nothing failed. */
    @Nullable
    StageExclusions exclusions;

    /** How fast its attempts are; null before one ended well, and where nobody wants to know. */
    @Nullable
    StageSpeed speed;

    final StagePace pace = new StagePace();

    /** Its tasks run all at once; null where each runs by itself. */
    final @Nullable BarrierState barrier;

    private final boolean sideEffects;
    private final int slotsPerTask;
    /** Of a stage whose results a job wants: how its tasks are numbered. */
    private Slices ofResults;

    private boolean resultSlicingDecided;
    private boolean resultRecordAwaited;
    /** Of such a stage, the numbers of the tasks that no job asked for. */
    private final BitSet unasked;

    boolean active = true;
    boolean announced;
    /** Of {@link #inputs}, how many have outputs missing. */
    int incompleteInputs;
    /** How often in a row input was found lost, and the first attempt that will tell of the next time. */
    int fetchFailures;

    long nextRoundTaskId;

    /** Where {@link Pools} keeps it; null while it has nothing to launch. */
    Pools.@Nullable Place place;

    /**
     * @param slices how the tasks are numbered
     * @param done of a stage without output, the tasks that nobody asked for
     */
    StageState(PlannedStage plan, @Nullable ShuffleState output, Slices slices, BitSet done, LocalityDelay delay) {
        this.plan = plan;
        this.sideEffects = plan.program().hasSideEffects();
        this.barrier = plan.program().isBarrier() ? new BarrierState(plan.partitions()) : null;
        this.slotsPerTask = plan.executors().slotsPerTask();
        this.ofResults = slices;
        this.unasked = (BitSet) done.clone();
        this.output = output;
        this.tasks = new TaskSet(slices.numbers(), done);
        this.delay = delay;
    }

    int id() {
        return plan.id();
    }

    JobState firstJob() {
        return jobs.firstEntry().getValue();
    }

    List<JobState> jobsNow() {
        return List.copyOf(jobs.values());
    }

    boolean isReady() {
        return active && incompleteInputs == 0 && !(output == null ? resultRecordAwaited : output.isRecordAwaited());
    }

    /** How its tasks are numbered. */
    Slices slices() {
        return output == null ? ofResults : output.slices();
    }

    /** Whether it is decided which partitions have slices. */
    boolean isSlicingDecided() {
        return output == null ? resultSlicingDecided : output.isSlicingDecided();
    }

    /** Whether slices can still be told from whole partitions: of nothing there is an output, a result, or a task. */
    boolean isUntouched() {
        return live.isEmpty() && (output == null ? unasked.isEmpty() : output.isUntouched());
    }

    /** It stays as it is numbered. */
    void keepSlices() {
        resultSlicingDecided = true;
    }

    /** How its tasks are numbered from now on. */
    void slice(Slices decided) {
        if (output == null) {
            ofResults = decided;
            resultSlicingDecided = true;
            resultRecordAwaited = !decided.all().isEmpty();
        } else {
            output.slice(decided);
            if (!decided.all().isEmpty()) {
                output.awaitRecord();
            }
        }
        if (!decided.all().isEmpty()) {
            tasks.slice(decided);
        }
    }

    /** It is written down how the tasks that give its results are numbered. */
    void slicesRecorded() {
        resultRecordAwaited = false;
    }

    /** Of these tasks, those whose results a job wants. */
    BitSet asked(BitSet some) {
        BitSet wanted = (BitSet) some.clone();
        wanted.andNot(unasked);
        return wanted;
    }

    /** Whether tasks of it could be launched if there were slots. */
    boolean hasLaunchable() {
        return isReady() && waitingTasks() > 0;
    }

    /** Tasks that wait for a slot. */
    int waitingTasks() {
        if (barrier == null) {
            return tasks.waiting();
        }
        return barrier.phase == BarrierState.Phase.WAITS ? barrier.tasks : 0;
    }

    /** The name of the kind of executors that its tasks run on. */
    String profile() {
        return plan.executors().name();
    }

    /** Of an executor, that each of its tasks takes. */
    int slotsPerTask() {
        return slotsPerTask;
    }

    /** Whether the executor is of the kind that its tasks run on. */
    boolean isFor(ExecutorState executor) {
        return executor.profile.equals(profile());
    }

    /** Whether tasks of it may run on the executor. */
    boolean mayUse(ExecutorState executor) {
        return isFor(executor) && (exclusions == null || !exclusions.excluded.covers(executor));
    }

    /** Whether a task of it may begin on the executor now. */
    boolean fits(ExecutorState executor) {
        return executor.free >= slotsPerTask && mayUse(executor);
    }

    /** Whether running a partition twice does something twice that others see. */
    boolean hasSideEffects() {
        return sideEffects;
    }

    /** Whether only the attempt that was allowed to commit may count. */
    boolean commits() {
        return plan.program().output() instanceof StageOutput.Save;
    }

    @Override
    public String toString() {
        return "stage " + id() + " (" + plan.callSite() + ")";
    }
}
