package org.lisle.dag.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lisle.core.message.MapOutputs;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.Slice;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.Command;
import org.lisle.dag.schedule.Event;
import org.lisle.dag.schedule.Scheduler;
import org.lisle.dag.schedule.SkewedPartition;

/** Watches events and commands from outside and checks after each event what must always hold. */
@SuppressWarnings("NullAway") // a null here fails the test
final class ScheduleChecker {
    /** A partition of a stage. */
    private record Partition(int stageId, int partition) {}

    private static final class LiveAttempt {
        final Partition partition;
        final String executor;
        final int slots;
        boolean killed;
        /** Its executor connected again and may not have heard that it is killed. */
        boolean mayBeToldAgain;

        boolean slotHeld = true;

        LiveAttempt(Partition partition, String executor, int slots) {
            this.slots = slots;
            this.partition = partition;
            this.executor = executor;
        }
    }

    /** One attempt of a barrier stage. */
    private static final class BarrierAttempt {
        final Command.BarrierBegins begins;
        final Map<Long, Integer> tasks = new HashMap<>();
        final Set<Integer> counted = new HashSet<>();

        BarrierAttempt(Command.BarrierBegins begins) {
            this.begins = begins;
        }
    }

    /** 3 slots with 128 tasks that wait for each. */
    private static final int MOST_AHEAD = 3 * 128;

    private final Scheduler scheduler;
    private final boolean excluding;
    private final long localityWaitNanos;
    private final Map<String, Integer> freeSlots = new TreeMap<>();
    private final Map<String, Event.ExecutorAdded> executors = new HashMap<>();
    private final Map<Long, LiveAttempt> live = new HashMap<>();
    private final Map<Partition, Integer> wantedAttempts = new HashMap<>();
    private final Map<Integer, PlannedJob> running = new LinkedHashMap<>();
    private final Map<Integer, BitSet> delivered = new HashMap<>();
    private final Set<Integer> ended = new HashSet<>();
    private final Set<Partition> counted = new HashSet<>();
    private final Set<Partition> resultsDone = new HashSet<>();
    private final Map<Partition, Long> allowed = new HashMap<>();
    private final Map<Long, Event.CommitAsked> questions = new HashMap<>();
    private final Set<Integer> committedStages = new HashSet<>();
    private final Map<Integer, List<Slice>> slices = new HashMap<>();
    private final Set<Integer> awaitedRecords = new HashSet<>();
    /** Of barrier stages, which executor each task of the newest attempt has, and what was launched and counted of it. */
    private final Map<Integer, BarrierAttempt> barriers = new HashMap<>();
    /** Those of them of which anything was launched or counted by the event that is being handled. */
    private final Set<BarrierAttempt> touched = new HashSet<>();

    int counts;
    int launches;
    int tasksOfProfiles;
    int tasksOfSeveralSlots;
    int partitionsMadeAgain;

    /**
     * @param excluding whether tasks may wait for other executors than those that are free, until exclusions end
     * @param localityWaitNanos how long they may wait for a nearer one
     */
    ScheduleChecker(Scheduler scheduler, boolean excluding, long localityWaitNanos) {
        this.scheduler = scheduler;
        this.excluding = excluding;
        this.localityWaitNanos = localityWaitNanos;
    }

    // ---------------------------------------------------------------- what happens

    void before(Event event) {
        if (event instanceof Event.ExecutorAdded added) {
            freeSlots.put(added.executor(), added.slots());
            executors.put(added.executor(), added);
        } else if (event instanceof Event.ExecutorLost lost) {
            freeSlots.remove(lost.executor());
        } else if (event instanceof Event.ExecutorReturned returned) {
            live.values().stream()
                    .filter(attempt -> attempt.executor.equals(returned.executor()))
                    .forEach(attempt -> attempt.mayBeToldAgain = true);
        } else if (event instanceof Event.JobSubmitted submitted) {
            running.put(submitted.job().id(), submitted.job());
            delivered.put(submitted.job().id(), new BitSet());
        } else if (event instanceof Event.TaskResultPending pending) {
            freeSlot(live.get(pending.taskId()));
        } else if (event instanceof Event.SlicesRecorded recorded) {
            awaitedRecords.remove(numbering(recorded.stage()));
        } else if (event instanceof Event.CommitAsked question) {
            questions.put(question.request(), question);
        }
    }

    void command(Command command) {
        if (command instanceof Command.BarrierBegins begins) {
            barrierBegins(begins);
        } else if (command instanceof Command.LaunchTasks launch) {
            launch.tasks().forEach(task -> launched(launch.executor(), task));
        } else if (command instanceof Command.KillTasks kill) {
            kill.taskIds().forEach(this::killed);
        } else if (command instanceof Command.AttemptEnded end) {
            attemptEnded(end);
        } else if (command instanceof Command.PartitionsSliced sliced) {
            sliced(sliced);
        } else if (command instanceof Command.PartitionDone done) {
            partitionDone(done);
        } else if (command instanceof Command.DeliverResult deliver) {
            delivered(deliver);
        } else if (command instanceof Command.CommitDecision decision) {
            commitDecided(decision);
        } else if (command instanceof Command.JobEnded end) {
            jobEnded(end);
        }
    }

    private void barrierBegins(Command.BarrierBegins begins) {
        int stage = begins.stage().id();
        assertThat(live.values())
                .as("attempts of barrier stage %s that still run when it begins anew", stage)
                .noneMatch(running -> running.partition.stageId() == stage);
        assertThat(begins.executors()).hasSize(begins.stage().partitions());
        var attempt = new BarrierAttempt(begins);
        barriers.put(stage, attempt);
        touched.add(attempt);
        allowed.keySet().removeIf(partition -> partition.stageId() == stage);
    }

    /** After each event: tasks of barrier stages run all or none, and all that counts of one is of one attempt and counts at once. */
    void after() {
        for (BarrierAttempt attempt : touched) {
            int partitions = attempt.begins.stage().partitions();
            assertThat(attempt.tasks)
                    .as(
                            "tasks launched of barrier stage %s",
                            attempt.begins.stage().id())
                    .hasSize(partitions);
            if (isForgotten(attempt.begins.stage())) {
                continue; // the first that counted had another content than before, which failed all jobs that need it
            }
            assertThat(attempt.counted.size())
                    .as(
                            "partitions that count of barrier stage %s",
                            attempt.begins.stage().id())
                    .isIn(0, partitions);
        }
        touched.clear();
    }

    private boolean isForgotten(PlannedStage stage) {
        return stage.shuffle() != null && scheduler.mapOutputs(stage.shuffle().shuffleId()) == null;
    }

    private void launchedTogether(String executor, Command.TaskLaunch task) {
        BarrierAttempt attempt = barriers.get(task.stage().id());
        assertThat(attempt).isNotNull();
        assertThat(attempt.begins.executors().get(task.partition())).isEqualTo(executor);
        assertThat(freeSlots.get(executor)).isNotNegative();
        assertThat(attempt.tasks.put(task.taskId(), task.partition())).isNull();
    }

    private void launched(String executor, Command.TaskLaunch task) {
        launches++;
        ExecutorProfile wanted = task.stage().executors();
        assertThat(executors.get(executor).profile())
                .as("kind of executor %s that %s runs on", executor, task)
                .isEqualTo(wanted.name());
        Integer free = freeSlots.computeIfPresent(executor, (id, slots) -> slots - wanted.slotsPerTask());
        if (wanted.slotsPerTask() > 1) {
            assertThat(free)
                    .as("free slots of executor %s after a launch of a task of several", executor)
                    .isNotNegative();
            tasksOfSeveralSlots++;
        }
        tasksOfProfiles += wanted.isUsual() ? 0 : 1;
        assertThat(free)
                .as("free slots of executor %s after a launch", executor)
                .isNotNull()
                .isGreaterThanOrEqualTo(-MOST_AHEAD);
        rightSlice(task);
        if (task.stage().program().isBarrier()) {
            launchedTogether(executor, task);
        }
        var partition = new Partition(task.stage().id(), task.partition());
        assertThat(live.put(task.taskId(), new LiveAttempt(partition, executor, wanted.slotsPerTask())))
                .as("attempts with task id %s", task.taskId())
                .isNull();
        assertThat(wantedAttempts.merge(partition, 1, Integer::sum))
                .as("live attempts of %s", partition)
                .isEqualTo(1);
        assertThat(resultsDone).as("partitions that are done and run again").doesNotContain(partition);
        for (PlannedStage.Parent parent : task.stage().parents()) {
            if (parent.unlessCached().isEmpty()) {
                assertThat(isComplete(parent.stage()))
                        .as("input stage %s of %s is done", parent.stage().id(), partition)
                        .isTrue();
            }
        }
        if (task.stage().program().output() instanceof org.lisle.core.operator.StageOutput.Save) {
            committedStages.add(task.stage().id());
        }
    }

    /** Once for a shuffle, before any of its tasks runs, and so that the slices are together the partition. */
    private void sliced(Command.PartitionsSliced sliced) {
        PlannedStage stage = sliced.stage();
        assertThat(slices.put(numbering(stage), sliced.slices()))
                .as("slices of stage %s before", stage.id())
                .isNull();
        awaitedRecords.add(numbering(stage));
        if (stage.shuffle() == null) {
            assertThat(running.values())
                    .filteredOn(job -> job.result() == stage)
                    .allMatch(PlannedJob::takesSlices)
                    .allMatch(job -> job.partitions().size() == stage.partitions());
        }
        assertThat(counted).as("partitions that counted before").noneMatch(done -> done.stageId() == stage.id());
        assertThat(live.values()).noneMatch(attempt -> attempt.partition.stageId() == stage.id());
        for (SkewedPartition skewed : sliced.partitions()) {
            assertThat(Slice.inputsOf(stage.program().root())).contains(skewed.input());
            assertThat(skewed.maps()).hasSizeGreaterThan(1);
            int end = 0;
            for (MapRange range : skewed.maps()) {
                assertThat(range.from()).as("begin of a slice").isEqualTo(end);
                assertThat(range.to()).isGreaterThan(end);
                end = range.to();
            }
            assertThat(end)
                    .as("end of the last slice")
                    .isEqualTo(stage.parents().get(skewed.input()).stage().partitions());
        }
    }

    /** What has one numbering of tasks: a shuffle, or the results of a stage. */
    private static int numbering(PlannedStage stage) {
        var shuffle = stage.shuffle();
        return shuffle == null ? -1 - stage.id() : shuffle.shuffleId();
    }

    private List<Slice> slicesOf(PlannedStage stage) {
        return slices.getOrDefault(numbering(stage), List.of());
    }

    /** The numbers of the tasks whose results are the job's. */
    private BitSet tasks(PlannedJob job) {
        var tasks = new BitSet();
        job.partitions().forEach(tasks::set);
        List<Slice> planned = slicesOf(job.result());
        planned.forEach(slice -> tasks.clear(slice.partition()));
        tasks.set(job.result().partitions(), job.result().partitions() + planned.size());
        return tasks;
    }

    private void rightSlice(Command.TaskLaunch task) {
        List<Slice> planned = slicesOf(task.stage());
        int partitions = task.stage().partitions();
        assertThat(task.slice())
                .as("slice of task %s", task)
                .isEqualTo(task.partition() < partitions ? null : planned.get(task.partition() - partitions));
        assertThat(planned).as("slices of task %s", task).noneMatch(slice -> slice.partition() == task.partition());
        assertThat(awaitedRecords).doesNotContain(numbering(task.stage()));
    }

    private void killed(long taskId) {
        LiveAttempt attempt = live.get(taskId);
        assertThat(attempt).as("killed task %s", taskId).isNotNull();
        if (attempt.killed && attempt.mayBeToldAgain) {
            attempt.mayBeToldAgain = false;
            return;
        }
        assertThat(attempt.killed).as("task %s was killed before", taskId).isFalse();
        attempt.killed = true;
        wantedAttempts.merge(attempt.partition, -1, Integer::sum);
    }

    private void attemptEnded(Command.AttemptEnded end) {
        LiveAttempt attempt = live.remove(end.taskId());
        assertThat(attempt).as("task %s that ended", end.taskId()).isNotNull();
        freeSlot(attempt);
        if (!attempt.killed) {
            wantedAttempts.merge(attempt.partition, -1, Integer::sum);
        }
        if (end.outcome() != Command.Outcome.SUCCEEDED) {
            allowed.remove(attempt.partition, end.taskId());
        }
    }

    private void freeSlot(LiveAttempt attempt) {
        if (attempt != null && attempt.slotHeld) {
            attempt.slotHeld = false;
            freeSlots.computeIfPresent(attempt.executor, (id, slots) -> slots + attempt.slots);
        }
    }

    private void partitionDone(Command.PartitionDone done) {
        counts++;
        var partition = new Partition(done.stageId(), done.partition());
        BarrierAttempt together = barriers.get(done.stageId());
        if (together != null) {
            assertThat(together.tasks.get(done.taskId()))
                    .as("partition of task %s in the newest attempt of its barrier stage", done.taskId())
                    .isEqualTo(done.partition());
            touched.add(together);
            together.counted.add(done.partition());
        }
        assertThat(counted.add(partition))
                .as("%s counts for the first time", partition)
                .isEqualTo(done.first());
        if (!done.first()) {
            partitionsMadeAgain++;
        }
        if (committedStages.contains(done.stageId())) {
            assertThat(allowed.getOrDefault(partition, done.taskId()))
                    .as("the attempt of %s that was allowed to commit", partition)
                    .isEqualTo(done.taskId());
        }
    }

    private void delivered(Command.DeliverResult deliver) {
        PlannedJob job = running.get(deliver.jobId());
        assertThat(job).as("job %s of a result", deliver.jobId()).isNotNull();
        assertThat(job.partitions()).contains(deliver.partition());
        int partitions = job.result().partitions();
        assertThat(deliver.partition())
                .as("partition of task %s", deliver.task())
                .isEqualTo(
                        deliver.task() < partitions
                                ? deliver.task()
                                : slicesOf(job.result())
                                        .get(deliver.task() - partitions)
                                        .partition());
        BitSet results = delivered.get(deliver.jobId());
        assertThat(results.get(deliver.task()))
                .as("task %s of job %s was delivered before", deliver.task(), deliver.jobId())
                .isFalse();
        results.set(deliver.task());
        resultsDone.add(new Partition(job.result().id(), deliver.task()));
    }

    private void commitDecided(Command.CommitDecision decision) {
        Event.CommitAsked question = questions.remove(decision.request());
        assertThat(question).isNotNull();
        if (decision.allowed()) {
            var partition = new Partition(question.stageId(), question.partition());
            assertThat(resultsDone).as("partitions done that may commit again").doesNotContain(partition);
            assertThat(allowed.putIfAbsent(partition, question.taskId()))
                    .as("the attempt of %s that may commit beside task %s", partition, question.taskId())
                    .isIn(null, question.taskId());
        }
    }

    private void jobEnded(Command.JobEnded end) {
        assertThat(ended.add(end.jobId())).as("job %s ends once", end.jobId()).isTrue();
        PlannedJob job = running.remove(end.jobId());
        if (end.failure() == null) {
            assertThat(delivered.get(end.jobId()))
                    .as("results of job %s", end.jobId())
                    .isEqualTo(tasks(job));
        }
    }

    /** The scheduler has released the executor: nobody launches there. */
    void gone(String executor) {
        freeSlots.remove(executor);
    }

    // ---------------------------------------------------------------- what must hold after a tick

    /** When slots are free and nothing waits for a nearer one, whatever could run does. */
    void nothingWaitsInVain(long now) {
        long deadline = scheduler.nextDeadlineNanos();
        if (excluding ? !live.isEmpty() || deadline - now <= localityWaitNanos : deadline != Long.MAX_VALUE) {
            return;
        }
        Map<PlannedStage, PlannedJob> ready = ready();
        List<PlannedStage> together = ready.keySet().stream()
                .filter(stage -> stage.program().isBarrier() && isNothingOfItHere(stage))
                .toList();
        if (together.isEmpty()) {
            boolean inVain = ready.entrySet().stream()
                    .anyMatch(entry ->
                            !waitingInVain(entry.getValue(), entry.getKey()).isEmpty());
            if (inVain && !mayBarrierWaitBeside(ready.keySet())) {
                ready.forEach((stage, job) -> assertThat(waitingInVain(job, stage))
                        .as(
                                "partitions without an attempt of stage %s of job %s, whose input is there and for which a slot is free",
                                stage.id(), job.id())
                        .isEqualTo(new BitSet()));
            }
        } else if (together.stream().allMatch(stage -> stage.partitions() <= freeFor(stage))
                && !mayBarrierWaitBeside(ready.keySet())) {
            assertThat(together)
                    .as("barrier stages that wait, of which one at least needs more than the free slots of its kind")
                    .anyMatch(stage -> stage.partitions() > freeFor(stage));
        }
    }

    /** Tasks of the stage that could begin at once. */
    private int freeFor(PlannedStage stage) {
        ExecutorProfile kind = stage.executors();
        return freeSlots.entrySet().stream()
                .filter(entry -> executors.get(entry.getKey()).profile().equals(kind.name()))
                .mapToInt(entry -> Math.max(0, entry.getValue()) / kind.slotsPerTask())
                .sum();
    }

    private boolean isNothingOfItHere(PlannedStage stage) {
        return live.values().stream().noneMatch(attempt -> attempt.partition.stageId() == stage.id());
    }

    /** Stages that lack something that is not done and whose input is there, each with a job that needs it. */
    private Map<PlannedStage, PlannedJob> ready() {
        Map<PlannedStage, PlannedJob> ready = new LinkedHashMap<>();
        for (PlannedJob job : running.values()) {
            Set<Integer> seen = new HashSet<>();
            Deque<PlannedStage> open = new ArrayDeque<>(List.of(job.result()));
            while (!open.isEmpty()) {
                PlannedStage stage = open.remove();
                if (!seen.add(stage.id())) {
                    continue;
                }
                if (stage != job.result() && missing(stage).isEmpty()) {
                    continue;
                }
                if (stage.parents().stream().allMatch(parent -> isComplete(parent.stage()))) {
                    ready.putIfAbsent(stage, job);
                }
                stage.parents().stream()
                        .filter(parent -> parent.unlessCached().isEmpty())
                        .forEach(parent -> open.add(parent.stage()));
            }
        }
        return ready;
    }

    /** Whether a barrier stage may wait besides these, because what is stored takes the place of an input, or did. */
    private boolean mayBarrierWaitBeside(Set<PlannedStage> ready) {
        Set<PlannedStage> seen = new HashSet<>();
        Deque<PlannedStage> open = new ArrayDeque<>();
        running.values().forEach(job -> open.add(job.result()));
        while (!open.isEmpty()) {
            PlannedStage stage = open.remove();
            if (!seen.add(stage)) {
                continue;
            }
            boolean done = stage.shuffle() != null && isComplete(stage);
            boolean readable = stage.parents().stream()
                    .allMatch(parent ->
                            isComplete(parent.stage()) || !parent.unlessCached().isEmpty());
            if (stage.program().isBarrier()
                    && !ready.contains(stage)
                    && !done
                    && readable
                    && isNothingOfItHere(stage)) {
                return true;
            }
            stage.parents().forEach(parent -> open.add(parent.stage()));
        }
        return false;
    }

    private BitSet waitingInVain(PlannedJob job, PlannedStage stage) {
        if (awaitedRecords.contains(numbering(stage)) || stage.program().isBarrier()) {
            return new BitSet();
        }
        // tasks of several slots that wait keep others off what is too little for them
        ExecutorProfile kind = stage.executors();
        boolean hasRoom = freeSlots.entrySet().stream()
                .anyMatch(entry -> entry.getValue() >= kind.slotsPerTask()
                        && executors.get(entry.getKey()).profile().equals(kind.name()));
        if (!hasRoom || kind.slotsPerTask() == 1 && anyTakesSeveralSlots()) {
            return new BitSet();
        }
        BitSet missing = stage.shuffle() == null ? undelivered(job) : missing(stage);
        var waiting = new BitSet();
        missing.stream()
                .filter(partition -> wantedAttempts.getOrDefault(new Partition(stage.id(), partition), 0) != 1)
                .forEach(waiting::set);
        return waiting;
    }

    private boolean anyTakesSeveralSlots() {
        Deque<PlannedStage> open = new ArrayDeque<>();
        running.values().forEach(job -> open.add(job.result()));
        while (!open.isEmpty()) {
            PlannedStage stage = open.remove();
            if (stage.executors().slotsPerTask() > 1) {
                return true;
            }
            stage.parents().forEach(parent -> open.add(parent.stage()));
        }
        return false;
    }

    private BitSet undelivered(PlannedJob job) {
        BitSet undelivered = tasks(job);
        undelivered.andNot(delivered.get(job.id()));
        return undelivered;
    }

    /** The outputs that are to be computed: not there, and no shuffle server is waited for that may have them. */
    private BitSet missing(PlannedStage writer) {
        int shuffleId = writer.shuffle().shuffleId();
        var missing = new BitSet();
        missing.set(0, writer.partitions());
        MapOutputs outputs = scheduler.mapOutputs(shuffleId);
        if (outputs != null) {
            missing.or(Outputs.wanted(outputs));
            outputs.getSlices().forEach(missing::clear);
            outputs.getOutputs().forEach(output -> missing.clear(output.getMapPartition()));
            missing.andNot(scheduler.awaitedOutputs(shuffleId));
        }
        return missing;
    }

    private boolean isComplete(PlannedStage writer) {
        MapOutputs outputs = scheduler.mapOutputs(writer.shuffle().shuffleId());
        return outputs != null
                ? outputs.getOutputs().size() == Outputs.wanted(outputs).cardinality()
                : writer.partitions() == 0;
    }

    /** How many outputs can be read of each shuffle that a stage which runs or waits is going to read whatever is cached. */
    Map<Integer, Integer> outputsNeeded() {
        Map<Integer, Integer> needed = new TreeMap<>();
        for (PlannedJob job : running.values()) {
            Deque<PlannedStage> open = new ArrayDeque<>(List.of(job.result()));
            while (!open.isEmpty()) {
                for (PlannedStage.Parent parent : open.remove().parents()) {
                    MapOutputs outputs =
                            scheduler.mapOutputs(parent.stage().shuffle().shuffleId());
                    if (parent.unlessCached().isEmpty() && outputs != null) {
                        needed.put(outputs.getShuffleId(), outputs.getOutputs().size());
                        if (!isComplete(parent.stage())) {
                            open.add(parent.stage());
                        }
                    }
                }
            }
        }
        return needed;
    }

    boolean isRunning(int jobId) {
        return running.containsKey(jobId);
    }

    boolean isLive(long taskId) {
        return live.containsKey(taskId);
    }

    int runningJobs() {
        return running.size();
    }

    int liveAttempts() {
        return live.size();
    }
}
