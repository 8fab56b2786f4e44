package org.lisle.dag.driver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.Heartbeat;
import org.lisle.core.message.InvalidateMapOutputs;
import org.lisle.core.message.KillTasks;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.TaskStack;
import org.lisle.core.message.TaskUpdate;
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

    /** A launched attempt that has not ended. */
    record RunningTask(String executor, PlannedStage stage, int jobId) {}

    /** What came with a success that is being handled. */
    private record Success(
            TaskUpdate update,
            byte[] result,
            boolean bytesReserved,
            @Nullable RunningTask task) {}

    private final int epoch;
    private final int executorsWanted;
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
    private final Map<Long, RunningTask> running = new HashMap<>();
    private final Map<Long, CompletableFuture<Boolean>> commitQuestions = new HashMap<>();
    private final Set<Integer> movedShuffles = new TreeSet<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private final Consumer<Command> carryOut = this::carryOut;
    private final Map<String, String> unreachable = new TreeMap<>();
    private boolean handling;
    private long nextCommitQuestion;
    private @Nullable Success success;
    private @Nullable String failureText;

    DriverState(
            int epoch,
            int executorsWanted,
            Scheduler scheduler,
            LongSupplier nanos,
            ClusterGateway cluster,
            AccumulatorRegistry accumulators,
            JobTable jobs,
            StatusRecorder status,
            LaunchMessages.ProgramEncoder encoder) {
        this.epoch = epoch;
        this.executorsWanted = executorsWanted;
        this.scheduler = scheduler;
        this.nanos = nanos;
        this.cluster = cluster;
        this.accumulators = accumulators;
        this.jobs = jobs;
        this.status = status;
        this.launchMessages = new LaunchMessages(epoch, encoder, jobs::properties);
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
        apply(new Event.ExecutorAdded(
                executor, registration.getHost(), registration.getPort(), registration.getSlots()));
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
        status.heard(heartbeat);
        TaskReconciler.Difference difference = reconciler.heard(heartbeat, running::containsKey);
        for (long taskId : difference.vanished()) {
            ended(new Event.TaskVanished(taskId), "executor " + id + " did not run it after its connection was lost");
        }
        if (!difference.unknown().isEmpty()) {
            executors.send(id, new KillTasks(epoch, difference.unknown(), "nobody waits for it any more"));
        }
    }

    /** Where a task is that was asked for its stack, because it made no progress. */
    void stackTold(TaskStack stack) {
        LOG.warn("The stack of task {}:\n{}", stack.getTaskId(), stack.getStack());
    }

    void executorLost(Event.ExecutorLost lost) {
        forget(lost.executor(), lost.reason());
        apply(lost);
    }

    private void forget(String executor, String reason) {
        executors.remove(executor);
        reconciler.lost(executor);
        blocks.executorLost(executor);
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
        commitQuestions.put(question, answer);
        apply(new Event.CommitAsked(question, taskId, stageId, partition));
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
            CompletableFuture<Boolean> answer = commitQuestions.remove(decision.request());
            if (answer != null) {
                answer.complete(decision.allowed());
            }
        } else if (command instanceof Command.WantExecutors want) {
            cluster.wantExecutors(executorsWanted, want.tasksByHost());
        } else if (command instanceof Command.ReleaseExecutor release) {
            forget(release.executor(), release.reason());
            cluster.releaseExecutor(release.executor(), release.reason());
        } else {
            return false;
        }
        return true;
    }

    private void carryOutForJobs(Command command) {
        if (command instanceof Command.StageStarted started) {
            status.stageStarted(started);
        } else if (command instanceof Command.StageGrew grew) {
            status.stageGrew(grew.stageId(), grew.tasks());
        } else if (command instanceof Command.StageDone done) {
            launchMessages.forgetStage(done.stageId());
            executors.forgetStage(done.stageId(), epoch);
            status.stageDone(done.stageId());
        } else if (command instanceof Command.InvalidateMapOutputs invalidate) {
            movedShuffles.add(invalidate.shuffleId());
        } else if (command instanceof Command.DeliverResult deliver) {
            deliver(deliver);
        } else if (command instanceof Command.JobEnded ended) {
            status.jobEnded(ended.jobId(), ended.failure());
            jobs.end(ended.jobId(), ended.failure());
        } else {
            throw new IllegalArgumentException("a command nobody carries out: " + command);
        }
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
        Success counted = success;
        if (counted == null) {
            throw new IllegalStateException("partition " + done.partition() + " of stage " + done.stageId()
                    + " is done without a task's success");
        }
        status.partitionDone(done.stageId(), counted.update.getMetrics());
        if (done.first()) {
            mergeAccumulators(counted);
        }
    }

    private void mergeAccumulators(Success counted) {
        try {
            accumulators.merge(counted.update.getAccumulators());
        } catch (RuntimeException e) {
            LisleException failure = e instanceof LisleException known
                    ? known
                    : new LisleException(
                            ErrorCode.USER_CODE_FAILED, "an accumulator could not merge a task's value: " + e, "", e);
            if (counted.task != null) {
                events.add(new Event.JobCancelled(counted.task.jobId(), failure));
            }
        }
    }

    private void deliver(Command.DeliverResult deliver) {
        Success counted = success;
        if (counted == null) {
            throw new IllegalStateException("a result of job " + deliver.jobId() + " without a task's success");
        }
        LisleException failure = counted.bytesReserved ? null : jobs.reserve(deliver.jobId(), counted.result.length);
        if (failure == null) {
            failure = jobs.deliver(deliver.jobId(), deliver.partition(), counted.result);
        }
        if (failure == null) {
            status.resultDelivered(deliver.jobId());
        } else {
            events.add(new Event.JobCancelled(deliver.jobId(), failure));
        }
    }
}
