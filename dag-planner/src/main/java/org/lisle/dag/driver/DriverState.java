package org.lisle.dag.driver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.ResultEncoding;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.id.BlockId;
import org.lisle.core.journal.ResultDone;
import org.lisle.core.message.AccumulatorUpdate;
import org.lisle.core.message.BarrierSync;
import org.lisle.core.message.BlockChange;
import org.lisle.core.message.DumpTasks;
import org.lisle.core.message.Heartbeat;
import org.lisle.core.message.InvalidateMapOutputs;
import org.lisle.core.message.KillTasks;
import org.lisle.core.message.MoveBlocks;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RemoveBlocks;
import org.lisle.core.message.RemoveShuffles;
import org.lisle.core.message.Shutdown;
import org.lisle.core.message.TaskStack;
import org.lisle.core.message.TaskUpdate;
import org.lisle.core.operator.Slice;
import org.lisle.dag.journal.RecoveredJob;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.Command;
import org.lisle.dag.schedule.Event;
import org.lisle.dag.schedule.Scheduler;
import org.lisle.dag.schedule.ShuffleSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the scheduler and carries out what it wants. Confined to the loop.
 *
 * <p>An event that a command leads to (a program that does not serialise, a result that is too large) is handled after the commands of
 * the event before.
 */
final class DriverState implements SchedulerLoop.TurnEnd {
    private static final Logger LOG = LoggerFactory.getLogger(DriverState.class);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST_SKEWED_NAMED = 20;

    /** A launched attempt that has not ended. */
    record RunningTask(String executor, PlannedStage stage, int jobId) {}

    /** A task waits to be told whether it may commit. */
    private record CommitQuestion(int stageId, int partition, long taskId, CompletableFuture<Boolean> answer) {}

    /** What came with a success that is being handled. */
    private record Success(
            TaskUpdate update,
            byte[] result,
            boolean bytesReserved,
            @Nullable RunningTask task) {}

    private final int epoch;
    private final Scheduler scheduler;
    private final LongSupplier nanos;
    private final ClusterGateway cluster;
    private final AccumulatorRegistry accumulators;
    final ExecutorDirectory executors = new ExecutorDirectory(this::cannotBeSentTo);
    final BlockDirectory blocks = new BlockDirectory();
    final JobTable jobs;
    final StatusRecorder status;
    private final TaskReconciler reconciler = new TaskReconciler();
    private final LaunchMessages launchMessages;
    private final Inheritance inheritance;
    final JournalRecorder recorder;
    final Quarantine quarantine;
    private final Set<Integer> waitingJobs = new TreeSet<>();
    private Consumer<TaskUpdate> reports = update -> {};
    private Consumer<Runnable> loop = Runnable::run;
    private @Nullable KeptResults kept;
    private long giveUpInherited = Long.MAX_VALUE;
    private final Map<Long, RunningTask> running = new HashMap<>();
    private final Map<Long, CommitQuestion> commitQuestions = new HashMap<>();
    private final BarrierAnswers barriers;
    /** Of barrier stages, until all their tasks have ended. */
    private final Map<Long, Success> keptSuccesses = new HashMap<>();

    private final Set<Integer> movedShuffles = new TreeSet<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private final Consumer<Command> carryOut = this::carryOut;
    private final Set<String> leaving = new TreeSet<>();
    private final Set<String> full = new TreeSet<>();
    private final Set<String> removedEarly = new TreeSet<>();
    private final Map<String, String> unreachable = new TreeMap<>();
    private boolean handling;
    private long nextCommitQuestion;
    private @Nullable Success success;
    private @Nullable String failureText;

    DriverState(
            int epoch,
            Scheduler scheduler,
            LongSupplier nanos,
            ClusterGateway cluster,
            AccumulatorRegistry accumulators,
            JobTable jobs,
            StatusRecorder status,
            LaunchMessages.ProgramEncoder encoder,
            Inheritance inheritance,
            JournalRecorder recorder,
            Quarantine quarantine) {
        this.epoch = epoch;
        this.barriers = new BarrierAnswers(epoch);
        this.quarantine = quarantine;
        this.inheritance = inheritance;
        this.recorder = recorder;
        this.scheduler = scheduler;
        this.nanos = nanos;
        this.cluster = cluster;
        this.accumulators = accumulators;
        this.jobs = jobs;
        this.status = status;
        this.launchMessages = new LaunchMessages(epoch, encoder, jobs::properties, quarantine);
    }

    Scheduler scheduler() {
        return scheduler;
    }

    @Nullable
    RunningTask running(long taskId) {
        return running.get(taskId);
    }

    // ---------------------------------------------------------------- in

    /** Handles the event and all that follows from it. */
    void apply(Event event) {
        events.add(event);
        if (handling) {
            return;
        }
        handling = true;
        for (Event next = events.poll(); next != null; next = events.poll()) {
            scheduler.handle(nanos.getAsLong(), next, carryOut);
        }
        handling = false;
    }

    @Override
    public long endTurn() {
        loseUnreachable();
        inheritance.expected.endTurn(nanos.getAsLong());
        giveUpInherited();
        apply(new Event.Tick());
        tellMovedShuffles();
        if (!unreachable.isEmpty()) {
            return 0;
        }
        long untilDeadline = scheduler.nextDeadlineNanos() - nanos.getAsLong();
        return Math.max(0, Math.min(untilDeadline, LONGEST_WAIT_NANOS));
    }

    private void cannotBeSentTo(String executor, RuntimeException cause) {
        unreachable.putIfAbsent(executor, "nothing can be sent to it: " + cause);
    }

    private void loseUnreachable() {
        while (!unreachable.isEmpty()) {
            Map<String, String> lost = new TreeMap<>(unreachable);
            unreachable.clear();
            lost.forEach((executor, reason) -> {
                executorLost(new Event.ExecutorLost(executor, reason, false, false));
                cluster.releaseExecutor(executor, reason);
            });
        }
    }

    void executorAdded(RegisterExecutor registration, ExecutorGateway gateway) {
        String executor = registration.getExecutor();
        ExecutorDirectory.Entry known = executors.get(executor);
        if (known != null && known.isSameProcess(registration)) {
            executorReturned(known, gateway);
            return;
        }
        if (known != null) {
            executorLost(new Event.ExecutorLost(executor, "another process registered in its place", false, false));
        }
        executors.add(registration, gateway);
        reconciler.registered(executor, Set.of());
        status.executorAdded(registration);
        recorder.executorCame(registration);
        inheritance.expected.settled(executor);
        apply(new Event.ExecutorAdded(
                executor,
                registration.getHost(),
                registration.getPort(),
                registration.getSlots(),
                registration.getMemoryBytes(),
                registration.getLocalDirectories(),
                registration.getProfile()));
        registration.getBlocks().forEach(block -> blockChanged(executor, block));
        if (!removedEarly.isEmpty()) {
            executors.send(executor, new RemoveBlocks(List.of(), List.copyOf(removedEarly), epoch));
        }
        inheritance.tasks.registered(executor, registration.getRunningTasks());
        inheritance.tasks.registered(executor, registration.getUnreportedTasks());
        adopt();
    }

    /** An executor stores a block, or no longer does. */
    void blockChanged(String executor, BlockChange change) {
        blocks.change(executor, change);
        status.events().blockChanged(executor, change);
        if (BlockId.parse(change.getBlock()) instanceof BlockId.Cached cached) {
            apply(new Event.BlockChanged(executor, cached.rddId(), cached.partition(), change.getPresent()));
        }
    }

    /** Tasks and outputs are as they were; what was sent and may not have arrived is settled now or with the next heartbeat. */
    private void executorReturned(ExecutorDirectory.Entry executor, ExecutorGateway gateway) {
        String id = executor.registration.getExecutor();
        Set<Long> launched = new TreeSet<>();
        running.forEach((taskId, task) -> {
            if (task.executor().equals(id)) {
                launched.add(taskId);
            }
        });
        executor.reconnect(gateway);
        executors.repeatRemovals(executor);
        unreachable.remove(id);
        reconciler.registered(id, launched);
        blocks.executorLost(id);
        List<Integer> shuffles =
                scheduler.shuffles().stream().map(ShuffleSummary::shuffleId).toList();
        executors.send(executor, new InvalidateMapOutputs(shuffles, epoch));
        apply(new Event.ExecutorReturned(id));
    }

    void heard(Heartbeat heartbeat) {
        String id = heartbeat.getExecutor();
        apply(new Event.ExecutorHeard(id));
        refuses(id, !heartbeat.getRefusesTasks().isEmpty());
        status.heard(heartbeat);
        heartbeat.getRunning().forEach(task -> apply(TaskEvents.progress(task.getTaskId(), task.getMetrics())));
        TaskReconciler.Difference difference = reconciler.heard(heartbeat, this::isAwaited);
        for (long taskId : difference.vanished()) {
            ended(new Event.TaskVanished(taskId), "executor " + id + " did not run it after its connection was lost");
        }
        if (!difference.unknown().isEmpty()) {
            executors.send(id, new KillTasks(epoch, difference.unknown(), "nobody waits for it any more"));
        }
    }

    private void refuses(String executor, boolean refuses) {
        apply(new Event.ExecutorRefuses(executor, refuses));
        if (executors.get(executor) != null && (refuses ? full.add(executor) : full.remove(executor))) {
            cluster.nearsItsSize(executor, refuses);
        }
    }

    void notice(String text) {
        LOG.warn("{}", text);
        status.noticed(text);
    }

    /** Where a task is that was asked for its stack, because it made no progress. */
    void stackTold(TaskStack stack) {
        notice("the stack of task " + stack.getTaskId() + ":\n" + stack.getStack());
        apply(new Event.TaskStackTold(stack.getTaskId(), stack.getStack()));
    }

    private boolean isAwaited(long taskId) {
        return running.containsKey(taskId) || inheritance.tasks.isHeld(taskId);
    }

    /** No new tasks there; blocks that are nowhere else are copied. */
    void executorLeaves(String executor, String reason) {
        if (executors.get(executor) != null) {
            apply(new Event.ExecutorLeaves(executor, reason));
        }
    }

    private void drain(Command.DrainExecutor drained) {
        String executor = drained.executor();
        LOG.info("Executor {} gets no more tasks and goes back: {}", executor, drained.reason());
        leaving.add(executor);
        List<String> alone = blocks.onlyOn(executor, leaving::contains);
        if (!alone.isEmpty()) {
            executors.send(executor, new MoveBlocks(alone, epoch));
        }
        tellEmptied();
    }

    boolean isLeaving(String executor) {
        return leaving.contains(executor);
    }

    /** Executors that leave and hold nothing any more that is not elsewhere. */
    void tellEmptied() {
        for (String executor : List.copyOf(leaving)) {
            if (blocks.onlyOn(executor, leaving::contains).isEmpty()) {
                apply(new Event.ExecutorEmptied(executor));
            }
        }
    }

    void executorLost(Event.ExecutorLost lost) {
        forget(lost.executor(), lost.reason());
        apply(lost);
    }

    private void forget(String executor, String reason) {
        if (inheritance.expected.settled(executor) || executors.get(executor) != null) {
            recorder.executorGone(executor, reason);
        }
        inheritance.tasks.executorLost(executor);
        executors.remove(executor);
        leaving.remove(executor);
        full.remove(executor);
        reconciler.lost(executor);
        blocks.executorLost(executor);
        if (kept != null) {
            kept.executorLost(executor);
        }
        status.executorLost(executor, reason);
    }

    /** A task did its work, and its result is here. */
    void succeeded(TaskUpdate update, byte[] result, boolean bytesReserved) {
        RunningTask task = running.get(update.getTaskId());
        if (task != null && task.stage().shuffle() != null && update.getMapOutput() == null) {
            failed(new Event.TaskFailed(
                    update.getTaskId(), ErrorCode.INTERNAL_ERROR, "the executor sent no map output", ""));
            return;
        }
        apply(TaskEvents.progress(update.getTaskId(), update.getMetrics()));
        success = new Success(update, result, bytesReserved, task);
        apply(new Event.TaskSucceeded(update.getTaskId(), update.getMapOutput()));
        success = null;
    }

    /** A task did not; {@code event} says how. */
    void ended(Event event, String text) {
        failureText = text;
        apply(event);
        failureText = null;
    }

    void failed(Event.TaskFailed failed) {
        ended(failed, failed.message());
    }

    void askCommit(long taskId, int stageId, int partition, CompletableFuture<Boolean> answer) {
        long question = nextCommitQuestion++;
        commitQuestions.put(question, new CommitQuestion(stageId, partition, taskId, answer));
        apply(new Event.CommitAsked(question, taskId, stageId, partition));
    }

    /** Answered when the other tasks of its barrier stage have asked too. */
    void askBarrier(BarrierSync question, CompletableFuture<SpecificRecord> answer) {
        barriers.asked(question, answer);
        apply(new Event.BarrierAsked(
                question.getTaskId(), question.getRound(), question.getGathers(), question.getMessage()));
    }

    /** The success that is being handled, or one that was kept. */
    private Success success(long taskId, String what) {
        Success counted = success;
        if (counted == null || counted.update.getTaskId() != taskId) {
            counted = keptSuccesses.get(taskId);
        }
        if (counted == null) {
            throw new IllegalStateException(what + " without a task's success");
        }
        return counted;
    }

    private void keepSuccess(long taskId) {
        keptSuccesses.put(taskId, success(taskId, "task " + taskId + " is kept"));
    }

    private void forgetSuccesses(Command.ForgetSuccesses forgotten) {
        for (long taskId : forgotten.taskIds()) {
            Success dropped = keptSuccesses.remove(taskId);
            String block = dropped == null ? null : dropped.update.getResultBlock();
            if (dropped != null && dropped.task != null && block != null && !forgotten.counted()) {
                jobs.unreserve(dropped.task.jobId(), dropped.update.getMetrics().getResultBytes());
                executors.send(dropped.task.executor(), new RemoveBlocks(List.of(block), List.of(), epoch));
            }
        }
    }

    // ---------------------------------------------------------------- jobs

    /** @param reports takes what tasks report */
    void reportsTo(Consumer<TaskUpdate> taker) {
        reports = taker;
    }

    /** @param poster has actions of other threads run on the loop */
    void actionsOfOthersRunBy(Consumer<Runnable> poster) {
        loop = poster;
    }

    /** @param results that are too large for the journal; without a journal none are kept */
    void keepsResultsIn(KeptResults results) {
        kept = results;
    }

    /** Whether the block of a result stays where it is after it was fetched. */
    boolean keepsResult(long bytes) {
        return kept != null && recorder.isTooLarge(bytes);
    }

    /** A job, and what an earlier driver that had begun it decided on slices. */
    private record Begun(PlannedJob job, boolean before, List<Slice> slices) {}

    /** A job of the program: what an earlier driver finished of it is answered, the rest runs. */
    void submit(PlannedJob job, JobRunner.ResultListener listener, CompletableFuture<Void> future) {
        jobs.add(job, listener, future);
        status.jobSubmitted(job);
        RecoveredJob earlier = inheritance.claim(job);
        inheritance.log(recorder.begun(job, earlier), job, earlier);
        List<ResultDone> elsewhere = new ArrayList<>();
        List<Integer> left =
                earlier == null || beginsAnew(job, earlier) ? job.partitions() : answer(job, earlier, elsewhere);
        List<Slice> slices = earlier == null ? List.of() : earlier.slices();
        if (left.isEmpty() && elsewhere.isEmpty() && !job.partitions().isEmpty()) {
            restoreShuffles(job);
            endJob(job.id(), null);
        } else {
            waitingJobs.add(job.id());
            inheritance.expected.whenSettled(() -> fetch(new Begun(job, earlier != null, slices), left, elsewhere));
        }
    }

    /** Whether a job that had begun is computed as a whole: the results of a barrier stage are of one attempt of it. */
    private static boolean beginsAnew(PlannedJob job, RecoveredJob earlier) {
        return job.result().program().isBarrier() && !earlier.results().keySet().containsAll(job.partitions());
    }

    /** Results that lie in executors are brought first; what is gone is computed again with what was never done. */
    private void fetch(Begun begun, List<Integer> left, List<ResultDone> elsewhere) {
        PlannedJob job = begun.job();
        KeptResults from = kept;
        if (from == null || elsewhere.isEmpty()) {
            List<Integer> all = new ArrayList<>(left);
            elsewhere.forEach(place -> all.add(place.getPartition()));
            run(begun, all);
            return;
        }
        from.fetch(elsewhere, new KeptResults.Taker() {
            @Override
            public boolean came(ResultDone place, byte[] result) {
                if (!waitingJobs.contains(job.id())) {
                    return false;
                }
                known(job, begun.slices(), place, result);
                return true;
            }

            @Override
            public void end(List<Integer> gone) {
                LOG.info(
                        "Job {} ({}): {} large results came from executors, {} are computed again",
                        job.id(),
                        job.callSite(),
                        elsewhere.size() - gone.size(),
                        gone.size());
                List<Integer> all = new ArrayList<>(left);
                all.addAll(gone);
                run(begun, all);
            }
        });
    }

    void cancel(int jobId, LisleException failure) {
        if (waitingJobs.remove(jobId)) {
            endJob(jobId, failure);
        } else {
            apply(new Event.JobCancelled(jobId, failure));
        }
    }

    private void run(Begun begun, List<Integer> tasks) {
        PlannedJob job = begun.job();
        if (waitingJobs.remove(job.id())) {
            restoreShuffles(job);
            if (tasks.isEmpty() && !job.partitions().isEmpty()) {
                endJob(job.id(), null);
                return;
            }
            List<Integer> sorted = tasks.stream().sorted().toList();
            apply(new Event.JobSubmitted(job.of(sorted), begun.before(), begun.slices()));
            adopt();
            giveUpInherited = Math.min(giveUpInherited, nanos.getAsLong() + GIVE_UP_NANOS);
        }
    }

    private void endJob(int jobId, @Nullable LisleException ended) {
        LisleException failure = ended != null ? ended : jobs.failure(jobId);
        status.jobEnded(jobId, failure);
        CompletableFuture<Void> written = recorder.jobDone(jobId, failure);
        jobs.end(jobId, failure, quarantine.published().thenCombine(written, (problem, done) -> problem));
        quarantine.jobEnded(jobId);
    }

    /** Delivers what the journal has; returns the tasks of which nothing is known. @param elsewhere gets what lies in executors */
    private List<Integer> answer(PlannedJob job, RecoveredJob earlier, List<ResultDone> elsewhere) {
        List<Integer> left = new ArrayList<>();
        for (int task : earlier.tasks(job.partitions())) {
            ResultDone known = earlier.results().get(task);
            ResultDone place = earlier.places().get(task);
            if (known != null) {
                known(job, earlier.slices(), known, RecoveredJob.bytes(known));
            } else if (place != null) {
                elsewhere.add(place);
            } else {
                left.add(task);
            }
        }
        for (ResultDone done : earlier.badRecords()) {
            cancelFor(
                    job.id(),
                    quarantine.result(
                            job.id(), done.getPartition(), done.getTaskId(), done.getBadRecords(), recorder.durable()));
        }
        return left;
    }

    private void known(PlannedJob job, List<Slice> slices, ResultDone done, byte[] result) {
        mergeAccumulators(done.getAccumulators(), job.id());
        jobs.reserve(job.id(), ResultEncoding.rawBytes(result));
        int task = done.getPartition();
        int whole = job.result().partitions();
        int partition = task < whole ? task : slices.get(task - whole).partition();
        jobs.deliver(job.id(), partition, task, result);
        status.resultDelivered(job.id());
    }

    private void restoreShuffles(PlannedJob job) {
        for (Inheritance.Restored restored : inheritance.shuffles(job)) {
            mergeAccumulators(restored.added(), job.id());
            restored.badRecords()
                    .forEach(done -> cancelFor(
                            job.id(),
                            quarantine.mapTask(
                                    job.id(),
                                    done.getOutput().getMapPartition(),
                                    done.getOutput().getTaskId(),
                                    done.getBadRecords(),
                                    recorder.durable())));
            if (!restored.unused().isEmpty()) {
                PlannedStage writer = restored.shuffle().writer();
                recorder.outputsLost(Objects.requireNonNull(writer.shuffle()).shuffleId(), restored.unused());
            }
            apply(restored.shuffle());
        }
    }

    /** Some time after the first job runs, what still nobody asked for is not of use to this run of the program. */
    private void giveUpInherited() {
        if (nanos.getAsLong() >= giveUpInherited) {
            giveUpInherited = Long.MAX_VALUE;
            inheritance
                    .tasks
                    .giveUp()
                    .forEach((executor, tasks) -> executors.send(
                            executor, new KillTasks(epoch, tasks, "the program did not ask for it again")));
        }
    }

    private void adopt() {
        for (Event.TaskAdopted adoptable : inheritance.tasks.takeAdoptable()) {
            apply(adoptable);
            TaskUpdate report = inheritance.tasks.takeReport(adoptable.taskId());
            if (report != null) {
                reports.accept(report);
            }
        }
    }

    /** Takes a report of a task that an earlier driver launched and nobody asked for yet; false for any other. */
    boolean keepForLater(TaskUpdate update) {
        boolean early = !running.containsKey(update.getTaskId()) && inheritance.tasks.isHeld(update.getTaskId());
        if (early) {
            inheritance.tasks.reported(update);
        }
        return early;
    }

    // ---------------------------------------------------------------- out

    private void carryOut(Command command) {
        if (!carryOutForTasks(command)) {
            carryOutForJobs(command);
        }
    }

    private boolean carryOutForTasks(Command command) {
        if (command instanceof Command.LaunchTasks launch) {
            launch(launch);
        } else if (command instanceof Command.KillTasks kill) {
            executors.send(kill.executor(), new KillTasks(epoch, kill.taskIds(), kill.reason()));
        } else if (command instanceof Command.AttemptEnded ended) {
            running.remove(ended.taskId());
            status.ended(ended, failureText);
        } else if (command instanceof Command.PartitionDone done) {
            partitionDone(done);
        } else if (command instanceof Command.CommitDecision decision) {
            answer(decision);
        } else if (command instanceof Command.BarrierBegins begins) {
            barriers.begins(begins, executors);
        } else if (command instanceof Command.BarrierPassed passed) {
            barriers.passed(passed);
        } else if (command instanceof Command.BarrierRefused refused) {
            barriers.refused(refused);
        } else if (command instanceof Command.KeepSuccess keep) {
            keepSuccess(keep.taskId());
        } else if (command instanceof Command.ForgetSuccesses forgotten) {
            forgetSuccesses(forgotten);
        } else if (command instanceof Command.AdoptTask adopted) {
            running.put(adopted.taskId(), new RunningTask(adopted.executor(), adopted.stage(), adopted.jobId()));
            status.launched(
                    adopted.executor(),
                    List.of(new Command.TaskLaunch(
                            adopted.taskId(),
                            adopted.stage(),
                            adopted.jobId(),
                            adopted.partition(),
                            adopted.attempt(),
                            null)));
        } else if (command instanceof Command.WantExecutors want) {
            cluster.wantExecutors(want.kind(), want.total(), want.tasksByHost());
        } else if (command instanceof Command.DrainExecutor drained) {
            drain(drained);
        } else if (command instanceof Command.ContainerTooSmall small) {
            cluster.containerTooSmall(small.executor(), small.reason());
        } else if (command instanceof Command.Notice notice) {
            notice(notice.text());
        } else if (command instanceof Command.DumpTasks dump) {
            executors.send(dump.executor(), new DumpTasks(epoch, dump.taskIds()));
        } else if (command instanceof Command.ReleaseExecutor release) {
            executors.send(release.executor(), new Shutdown(epoch, release.reason(), false));
            forget(release.executor(), release.reason());
            cluster.releaseExecutor(release.executor(), release.reason());
        } else if (command instanceof Command.ExecutorExcluded excluded) {
            LOG.warn(
                    excluded.why().isEmpty()
                            ? "Executor {} gets tasks again"
                            : "Executor {} gets no tasks for a while: {}",
                    excluded.executor(),
                    excluded.why());
            status.executorExcluded(excluded.executor(), excluded.why());
        } else if (command instanceof Command.ExcludeHosts excluded) {
            LOG.warn("Hosts on which too much failed, and no executors are wanted: {}", excluded.hosts());
            cluster.excludeHosts(excluded.hosts());
        } else {
            return false;
        }
        return true;
    }

    private void carryOutForJobs(Command command) {
        if (command instanceof Command.StageStarted started) {
            status.stageStarted(started);
        } else if (command instanceof Command.PartitionsSliced sliced) {
            sliced(sliced);
        } else if (command instanceof Command.StageGrew grew) {
            status.stageGrew(grew.stageId(), grew.tasks());
        } else if (command instanceof Command.StageDone done) {
            launchMessages.forgetStage(done.stageId());
            executors.forgetStage(done.stageId(), epoch);
            status.stageDone(done.stageId());
        } else if (command instanceof Command.MapOutputsLost lost) {
            recorder.outputsLost(lost.shuffleId(), lost.mapPartitions());
        } else if (command instanceof Command.InvalidateMapOutputs invalidate) {
            movedShuffles.add(invalidate.shuffleId());
        } else if (command instanceof Command.StartShuffleServer start) {
            cluster.startShuffleServer(start.host(), start.executor());
        } else if (command instanceof Command.StopShuffleServer stop) {
            cluster.stopShuffleServer(stop.host());
        } else if (command instanceof Command.DropDataset drop) {
            dropDataset(drop.rddId());
        } else if (command instanceof Command.DeliverResult deliver) {
            deliver(deliver);
        } else if (command instanceof Command.JobEnded ended) {
            endJob(ended.jobId(), ended.failure());
        } else {
            throw new IllegalArgumentException("a command nobody carries out: " + command);
        }
    }

    /** No task runs before the next driver would know what its number stands for. */
    private void sliced(Command.PartitionsSliced sliced) {
        List<String> texts = new ArrayList<>();
        sliced.partitions().stream().limit(MOST_SKEWED_NAMED).forEach(skewed -> texts.add(skewed.toString()));
        int others = sliced.partitions().size() - texts.size();
        if (others > 0) {
            texts.add("and so are " + others + " others");
        }
        String text =
                "stage " + sliced.stage().id() + " (" + sliced.stage().callSite() + "): " + String.join("; ", texts);
        LOG.info("{}", text);
        status.noticed(text);
        status.sliced(sliced.stage().id(), texts);
        recorder.sliced(sliced.stage(), sliced.slices())
                .thenRun(() -> loop.accept(() -> apply(new Event.SlicesRecorded(sliced.stage()))));
    }

    private void dropDataset(int rddId) {
        removeBlocks(List.of("rdd_" + rddId + "_"));
    }

    /** Executors of an earlier driver that are still on their way are told when they come. */
    void removeBlocks(List<String> prefixes) {
        prefixes.forEach(blocks::remove);
        if (!inheritance.expected.areSettled()) {
            removedEarly.addAll(prefixes);
        }
        executors.sendAll(new RemoveBlocks(List.of(), prefixes, epoch));
    }

    void removeShuffles(List<Integer> shuffleIds) {
        recorder.shufflesDropped(shuffleIds);
        inheritance.shufflesDropped(shuffleIds);
        apply(new Event.ShufflesRemoved(shuffleIds));
        executors.sendAll(new RemoveShuffles(shuffleIds, epoch));
    }

    /** Those of the shuffles that no job reads or will read. */
    List<Integer> unknownOf(List<Integer> shuffleIds) {
        return shuffleIds.stream()
                .filter(id -> !scheduler.knowsShuffle(id) && !inheritance.keepsShuffle(id))
                .toList();
    }

    /** Before tasks are sent that may read them. */
    private void tellMovedShuffles() {
        if (!movedShuffles.isEmpty()) {
            executors.sendAll(new InvalidateMapOutputs(List.copyOf(movedShuffles), epoch));
            movedShuffles.clear();
        }
    }

    private void launch(Command.LaunchTasks launch) {
        tellMovedShuffles();
        for (Command.TaskLaunch task : launch.tasks()) {
            running.put(task.taskId(), new RunningTask(launch.executor(), task.stage(), task.jobId()));
        }
        status.launched(launch.executor(), launch.tasks());
        ExecutorDirectory.Entry executor = executors.get(launch.executor());
        if (executor == null) {
            throw new IllegalStateException("tasks for executor " + launch.executor() + ", which is not here");
        }
        LaunchMessages.Prepared prepared = launchMessages.prepare(executor, launch.tasks());
        if (!prepared.message().getTasks().isEmpty()) {
            executors.send(executor, prepared.message());
        }
        events.addAll(prepared.failed());
    }

    private void partitionDone(Command.PartitionDone done) {
        Success counted =
                success(done.taskId(), "partition " + done.partition() + " of stage " + done.stageId() + " is done");
        status.partitionDone(done.stageId(), counted.update.getMetrics());
        if (counted.update.getMapOutput() != null) {
            List<AccumulatorUpdate> added = done.first() ? counted.update.getAccumulators() : List.of();
            long badRecords = done.first() ? counted.update.getMetrics().getBadRecords() : 0;
            recorder.mapTaskDone(done.stageId(), counted.update.getMapOutput(), added, badRecords);
            int jobId = counted.task == null ? -1 : counted.task.jobId();
            cancelFor(
                    jobId,
                    quarantine.mapTask(
                            jobId, done.partition(), counted.update.getTaskId(), badRecords, recorder.durable()));
        }
        if (done.first() && counted.task != null) {
            mergeAccumulators(counted.update.getAccumulators(), counted.task.jobId());
        } else if (done.first()) {
            mergeAccumulators(counted.update.getAccumulators(), -1);
        }
    }

    /** A block that stays is what the journal's record names. */
    private void keepBlock(Success counted, ResultDone.Builder done) {
        String block = counted.update.getResultBlock();
        KeptResults keeper = kept;
        if (block != null && keeper != null && counted.task != null && keepsResult(counted.result.length)) {
            done.setExecutor(counted.task.executor());
            done.setBlock(block);
            done.setBytes(counted.result.length);
            keeper.keep(counted.task.executor(), block, counted.result.length);
        }
    }

    /** Also where this was the job's last task. */
    private void cancelFor(int jobId, @Nullable LisleException failure) {
        if (failure != null) {
            jobs.fail(jobId, failure);
            events.add(new Event.JobCancelled(jobId, failure));
        }
    }

    /** @param jobId the job that fails when its accumulator does; -1 for none */
    private void mergeAccumulators(List<AccumulatorUpdate> added, int jobId) {
        try {
            accumulators.merge(added);
        } catch (RuntimeException e) {
            LisleException failure = e instanceof LisleException known
                    ? known
                    : new LisleException(
                            ErrorCode.USER_CODE_FAILED, "an accumulator could not merge a task's value: " + e, "", e);
            if (jobId >= 0) {
                events.add(new Event.JobCancelled(jobId, failure));
            }
        }
    }

    /** No attempt hears that it may commit before that is known to whoever drives next. */
    private void answer(Command.CommitDecision decision) {
        CommitQuestion question = commitQuestions.remove(decision.request());
        if (question == null) {
            return;
        }
        if (decision.allowed()) {
            recorder.commitAllowed(question.stageId, question.partition, question.taskId)
                    .thenRun(() -> question.answer.complete(true));
        } else {
            question.answer.complete(false);
        }
    }

    private void deliver(Command.DeliverResult deliver) {
        Success counted = success(deliver.taskId(), "a result of job " + deliver.jobId());
        LisleException failure =
                counted.bytesReserved ? null : jobs.reserve(deliver.jobId(), ResultEncoding.rawBytes(counted.result));
        if (failure == null) {
            failure = jobs.deliver(deliver.jobId(), deliver.partition(), deliver.task(), counted.result);
        }
        if (failure == null) {
            long badRecords = counted.update.getMetrics().getBadRecords();
            ResultDone.Builder done = ResultDone.newBuilder()
                    .setJobId(deliver.jobId())
                    .setPartition(deliver.task())
                    .setAccumulators(counted.update.getAccumulators())
                    .setTaskId(counted.update.getTaskId())
                    .setBadRecords(badRecords);
            keepBlock(counted, done);
            recorder.result(done, counted.result);
            cancelFor(
                    deliver.jobId(),
                    quarantine.result(
                            deliver.jobId(),
                            deliver.task(),
                            counted.update.getTaskId(),
                            badRecords,
                            recorder.durable()));
            status.resultDelivered(deliver.jobId());
        } else {
            events.add(new Event.JobCancelled(deliver.jobId(), failure));
        }
    }
}
