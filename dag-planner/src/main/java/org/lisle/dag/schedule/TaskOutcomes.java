package org.lisle.dag.schedule;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.message.MapOutput;
import org.lisle.dag.schedule.Command.Outcome;

/**
 * What the end of an attempt means: a result or map output that counts, another attempt, input to be made again, or the end of its jobs.
 *
 * <p>Of a partition one success counts, the first that comes, whichever attempt it is of; where output is committed, only that of the
 * attempt that may commit.
 */
final class TaskOutcomes {
    private final SchedulerConfig config;
    private final ExecutorTracker executors;
    private final ShuffleTracker shuffles;
    private final AttemptTracker attempts;
    private final StageTracker stages;
    private final JobTracker jobs;
    private final OutputAvailability outputs;
    private final ContentGuard contents;
    private final CommitCoordinator commits;
    private final Exclusions exclusions;
    private final Speculation speculation;
    private final BarrierStages barriers;
    private final LongSupplier now;
    private final CommandBuffer out;

    TaskOutcomes(
            SchedulerConfig config,
            ExecutorTracker executors,
            ShuffleTracker shuffles,
            AttemptTracker attempts,
            StageTracker stages,
            JobTracker jobs,
            OutputAvailability outputs,
            ContentGuard contents,
            CommitCoordinator commits,
            Exclusions exclusions,
            Speculation speculation,
            BarrierStages barriers,
            LongSupplier now,
            CommandBuffer out) {
        this.config = config;
        this.executors = executors;
        this.shuffles = shuffles;
        this.attempts = attempts;
        this.stages = stages;
        this.jobs = jobs;
        this.outputs = outputs;
        this.contents = contents;
        this.commits = commits;
        this.exclusions = exclusions;
        this.speculation = speculation;
        this.barriers = barriers;
        this.now = now;
        this.out = out;
    }

    void progressed(Event.TaskProgress progress) {
        Attempt attempt = attempts.get(progress.taskId());
        if (attempt != null) {
            speculation.progressed(attempt, progress.bytes(), progress.records());
            attempt.runNanos = progress.runNanos();
            attempt.progress.report(progress, now.getAsLong());
        }
    }

    void stackTold(Event.TaskStackTold told) {
        Attempt attempt = attempts.get(told.taskId());
        if (attempt != null) {
            attempt.progress.stack = told.stack();
        }
    }

    /** The attempt does not come on, and is not waited for any more: a failure like another, but that it may still have to be ended. */
    void stalled(Attempt attempt, String message) {
        var failed = new Event.TaskFailed(attempt.taskId, ErrorCode.TASK_STALLED, message, attempt.progress.stack);
        int failures = attempt.stage.tasks.countFailure(attempt.partition);
        exclusions.failed(attempt, message, failed.stackTrace(), now.getAsLong());
        if (isLast(attempt, failures)) {
            jobs.failAll(attempt.stage, job -> JobFailures.taskFailed(attempt, failed, failures));
        } else {
            out.add(new Command.Notice(
                    JobFailures.task(attempt) + " on " + attempt.executor + " is tried again: " + message));
            stages.endAndRetry(List.of(attempt), message);
        }
    }

    void resultPending(long taskId) {
        Attempt attempt = attempts.get(taskId);
        if (attempt != null) {
            attempts.freeSlot(attempt);
        }
    }

    // ---------------------------------------------------------------- success

    void succeeded(Event.TaskSucceeded event) {
        Attempt attempt = end(event.taskId(), Outcome.SUCCEEDED);
        if (attempt == null) {
            attempt = attempts.takeOrphan(event.taskId());
            if (attempt == null
                    || attempt.outputLost
                    || executors.onHost(attempt.executor.host).isEmpty()) {
                return;
            }
        }
        if (attempt.stale) {
            contents.staleAttemptEnded(attempt);
            return;
        }
        if (attempt.stage.barrier != null) {
            barrierTaskDone(attempt, attempt.stage.barrier, event.mapOutput());
            return;
        }
        if (attempt.taskId >= attempt.stage.nextRoundTaskId) {
            attempt.stage.fetchFailures = 0;
        }
        speculation.succeeded(attempt, now.getAsLong());
        if (attempt.runNanos > 0) {
            attempt.stage.pace.finished(attempt.runNanos);
        }
        if (attempt.stage.exclusions != null) {
            attempt.stage.exclusions.succeeded();
        }
        counts(attempt, event.mapOutput());
    }

    private void counts(Attempt attempt, @Nullable MapOutput output) {
        if (attempt.stage.output == null) {
            resultDone(attempt);
        } else if (output != null) {
            mapOutputDone(attempt, output);
        } else {
            throw new IllegalArgumentException("task " + attempt.taskId + " of " + attempt.stage
                    + ", which writes a shuffle, succeeded without a map output");
        }
    }

    /** What the tasks of a barrier stage did counts when all of them have ended well. */
    private void barrierTaskDone(Attempt attempt, BarrierState barrier, @Nullable MapOutput output) {
        if (isOfNoUse(attempt)) {
            return;
        }
        out.add(new Command.KeepSuccess(attempt.taskId));
        if (barrier.add(new BarrierState.Done(attempt, output))) {
            List<BarrierState.Done> all = barrier.takeDone();
            all.forEach(done -> counts(done.attempt(), done.output()));
            out.add(new Command.ForgetSuccesses(
                    all.stream().map(done -> done.attempt().taskId).toList(), true));
        } else {
            barriers.refuseWhereOneIsDone(attempt.stage, barrier);
        }
    }

    /**
     * An attempt failed. Of a barrier stage that is a failure of the whole stage: the others of its tasks are told to end, and what becomes of
     * them counts no more.
     *
     * @param failures of the partition
     * @return whether that was once too often
     */
    private boolean isLast(Attempt attempt, int failures) {
        BarrierState barrier = attempt.stage.barrier;
        return barrier == null ? failures >= config.maxTaskFailures() : ++barrier.failures >= config.maxStageAttempts();
    }

    private void resultDone(Attempt attempt) {
        StageState stage = attempt.stage;
        int partition = attempt.partition;
        if (!stage.active || stage.tasks.isDone(partition)) {
            return;
        }
        if (stage.commits() && !commits.mayCount(stage.id(), partition, attempt.taskId)) {
            return;
        }
        JobState job = stage.firstJob();
        out.add(new Command.PartitionDone(attempt.taskId, stage.id(), partition, true));
        out.add(new Command.DeliverResult(job.id(), partition, stage.slices().partitionOf(partition), attempt.taskId));
        stages.partitionDone(stage, partition);
        if (stage.tasks.remaining() == 0) {
            jobs.end(job, null);
        }
    }

    /**
     * Counts also for an attempt of an earlier run of the stage, and when no job needs the output at the moment; not for one whose shuffle was
     * forgotten meanwhile, because its number may mean another slice now.
     */
    private void mapOutputDone(Attempt attempt, MapOutput output) {
        ShuffleState shuffle = shuffles.get(output.getShuffleId());
        if (shuffle == null || shuffle != attempt.stage.output || !shuffle.lacks(attempt.partition)) {
            return;
        }
        BitSet differing = shuffle.add(output);
        out.add(new Command.PartitionDone(
                attempt.taskId, attempt.stage.id(), attempt.partition, shuffle.countFirst(attempt.partition)));
        if (!differing.isEmpty() && config.checksContent()) {
            contents.changed(shuffle, attempt.partition, differing, jobs::failAll);
        }
        StageState writer = stages.active(attempt.stage.id());
        if (writer != null) {
            stages.partitionDone(writer, attempt.partition);
        }
        stages.settle(shuffle);
    }

    // ---------------------------------------------------------------- anything else

    void killed(long taskId) {
        again(end(taskId, Outcome.KILLED));
    }

    void commitDenied(long taskId) {
        again(end(taskId, Outcome.COMMIT_DENIED));
    }

    /** The executor does not run it, nor is its result being fetched. */
    void vanished(long taskId) {
        Attempt attempt = attempts.get(taskId);
        if (attempt == null || !attempt.slotHeld) {
            return;
        }
        end(taskId, Outcome.EXECUTOR_LOST);
        if (!isOfNoUse(attempt)) {
            if (attempt.stage.barrier == null) {
                attempts.orphan(attempt);
            }
            again(attempt);
        }
    }

    /** What was told to end and did not may not have heard it. */
    void killAgain(ExecutorState executor) {
        List<Long> killed = executor.attempts.stream()
                .filter(attempt -> attempt.killed)
                .map(attempt -> attempt.taskId)
                .toList();
        if (!killed.isEmpty()) {
            out.add(new Command.KillTasks(executor.id, killed, "it was told to end before"));
        }
    }

    void failed(Event.TaskFailed event) {
        Attempt attempt = end(event.taskId(), Outcome.FAILED);
        if (attempt == null || isOfNoUse(attempt)) {
            return;
        }
        int failures = attempt.stage.tasks.countFailure(attempt.partition);
        exclusions.failed(attempt, event.message(), event.stackTrace(), now.getAsLong());
        if (isLast(attempt, failures) || !event.code().retryable()) {
            jobs.failAll(attempt.stage, job -> JobFailures.taskFailed(attempt, event, failures));
        } else {
            again(attempt);
        }
    }

    void fetchFailed(Event.TaskFetchFailed event) {
        Attempt attempt = end(event.taskId(), Outcome.FETCH_FAILED);
        if (attempt == null) {
            return;
        }
        forgetUnreadable(event);
        if (isOfNoUse(attempt)) {
            return;
        }
        StageState stage = attempt.stage;
        if (attempt.taskId >= stage.nextRoundTaskId) {
            stage.fetchFailures++;
            stage.nextRoundTaskId = attempts.nextTaskId();
            if (isLastRound(attempt)) {
                jobs.failAll(
                        stage, job -> JobFailures.inputLostTooOften(attempt, stage.fetchFailures, event.message()));
                return;
            }
        }
        stages.requireInput(stage, event.shuffleId());
        again(attempt);
    }

    /** Outputs that the reader blames and that are still thought to be there. What others have replaced meanwhile is no news. */
    private void forgetUnreadable(Event.TaskFetchFailed event) {
        ShuffleState shuffle = shuffles.get(event.shuffleId());
        if (shuffle == null) {
            return;
        }
        var lost = new BitSet();
        int blamed = Math.min(event.mapPartitions().size(), event.mapTaskIds().size());
        for (int i = 0; i < blamed; i++) {
            int partition = event.mapPartitions().get(i);
            if (shuffle.isBy(partition, event.mapTaskIds().get(i))) {
                lost.set(partition);
            }
        }
        String host = event.unreachableHost();
        boolean proof = lost.stream().anyMatch(p -> shuffle.place(p).host().equals(host));
        if (!lost.isEmpty()) {
            stages.forgetOutputs(shuffle, lost);
        }
        if (proof) {
            outputs.unreachable(host, shuffle);
        }
    }

    /**
     * Everything that ran on the executor, which is no longer among {@link ExecutorTracker}'s, is tried again. Any of it may be what ended
     * the process: a loss that counts is a failure of each attempt that had a slot, not of those that waited for one. Where the process was
     * too small, that is no fault of the place, and a larger one is waited for.
     */
    void executorLost(ExecutorState executor, Event.ExecutorLost event) {
        Set<Attempt> waiting = new HashSet<>(executor.waiting());
        boolean outgrown = false;
        for (Attempt attempt : List.copyOf(executor.attempts)) {
            boolean ran = attempt.slotHeld && !waiting.contains(attempt);
            end(attempt.taskId, Outcome.EXECUTOR_LOST);
            if (isOfNoUse(attempt)) {
                continue;
            }
            attempt.outputLost = event.outputLost();
            if (attempt.stage.barrier == null) {
                attempts.orphan(attempt);
            }
            StageState stage = attempt.stage;
            if (event.countsAsFailure() && ran) {
                int failures = stage.tasks.countFailure(attempt.partition);
                if (event.largerComes()) {
                    stage.tasks.choosy.outgrew(attempt.partition, executor);
                } else {
                    exclusions.failed(attempt, event.reason(), "", now.getAsLong());
                }
                if (isLast(attempt, failures)) {
                    jobs.failAll(stage, job -> JobFailures.executorLost(attempt, event.reason(), failures));
                    continue;
                }
                outgrown |= event.largerComes();
            }
            again(attempt);
        }
        for (StageState stage : stages.activeStages()) {
            if (stage.barrier != null && stage.barrier.needs(executor)) {
                stages.endBarrier(stage, stage.barrier, "what another task of its barrier stage wrote is lost");
            }
        }
        if (outgrown) {
            executors.of(executor.profile).larger().expect(executor.memoryBytes, now.getAsLong());
        }
    }

    /** Unknown tasks, tasks told to end and tasks that are not the allowed ones may not. */
    boolean mayCommit(Event.CommitAsked question) {
        Attempt attempt = attempts.get(question.taskId());
        return attempt != null
                && !isOfNoUse(attempt)
                && attempt.askingStage == question.stageId()
                && attempt.partition == question.partition()
                && commits.ask(attempt.stage.id(), question.partition(), question.taskId());
    }

    /** A stage lost its input once too often; a barrier stage counts that with its other failures. */
    private boolean isLastRound(Attempt attempt) {
        StageState stage = attempt.stage;
        return stage.barrier == null
                ? stage.fetchFailures >= config.maxStageAttempts()
                : isLast(attempt, stage.fetchFailures);
    }

    private @Nullable Attempt end(long taskId, Outcome outcome) {
        Attempt attempt = attempts.end(taskId);
        if (attempt == null) {
            return null;
        }
        if (!attempt.killed) {
            attempt.stage.tasks.attemptGone(attempt.partition);
        }
        if (outcome == Outcome.SUCCEEDED) {
            attempt.executor.lastSuccessNanos = now.getAsLong();
        } else {
            commits.release(attempt.stage.id(), attempt.partition, taskId);
        }
        out.add(new Command.AttemptEnded(taskId, attempt.stage.id(), attempt.executor.id, outcome));
        if (attempt.stale && outcome != Outcome.SUCCEEDED) {
            contents.staleAttemptEnded(attempt);
        }
        if (attempt.stage.barrier != null) {
            stages.barrierTaskEnded(attempt.stage, attempt.stage.barrier);
        }
        return attempt;
    }

    private static boolean isOfNoUse(Attempt attempt) {
        return attempt.killed || !attempt.stage.active || attempt.stage.tasks.isDone(attempt.partition);
    }

    private void again(@Nullable Attempt attempt) {
        if (attempt != null && !attempt.killed) {
            stages.retry(attempt.stage, attempt.partition);
        }
    }
}
