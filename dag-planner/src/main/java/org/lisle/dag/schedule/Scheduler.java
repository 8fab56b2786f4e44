package org.lisle.dag.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lisle.core.message.MapOutputs;

/**
 * The scheduler (D1): a state machine that takes what happened and says what is to be done. It has no thread, no clock, no I/O and no
 * randomness; the same events at the same times give the same commands. Confined to one thread.
 *
 * <pre>
 *   JobSubmitted -> {@link JobTracker} -> {@link StageTracker}: what is missing, stage by stage, waits until its input is there
 *                                            |
 *   Tick, free slots -> {@link SlotOffers} <- {@link Pools}: stages with waiting tasks in order; {@link TaskSet} by locality
 *                           | LaunchTasks
 *   TaskSucceeded ... -> {@link TaskOutcomes} -> {@link ShuffleTracker} (outputs), results, retries, {@link JobTracker} (ends)
 * </pre>
 *
 * <p>Events change what waits and which slots are free; tasks are launched by {@link Event.Tick}, so that many events can be handled
 * before slots are given away. Each event costs O(1) or O(log n), except those of executors, which look through the map outputs.
 */
public final class Scheduler {
    private final CommandBuffer out = new CommandBuffer();
    private final CachedPartitions cached = new CachedPartitions();
    private final ShuffleTracker shuffles = new ShuffleTracker();
    private final ExecutorTracker executors;
    private final HeartbeatTracker heartbeats;
    private final LeavingExecutors leaving = new LeavingExecutors();
    private final StageTracker stages;
    private final JobTracker jobs;
    private final ShuffleServers servers;
    private final OutputAvailability outputs;
    private final TaskOutcomes outcomes;
    private final SlotOffers offers;
    private final Adoptions adoptions;
    private final Exclusions exclusions;
    private final Speculation speculation;
    private final DynamicAllocation allocation;
    private final TaskWatch watch;
    private final RefusalWatch refusals;
    private final Pools pools;
    private final BarrierStages barriers;
    private final Recall recall;
    private long now;

    public Scheduler(SchedulerConfig config) {
        this(config, 1);
    }

    /** @param firstTaskId greater than all ids that earlier schedulers of the application gave */
    public Scheduler(SchedulerConfig config, long firstTaskId) {
        executors = new ExecutorTracker(config.rackOf());
        heartbeats = new HeartbeatTracker(config.executorTimeoutNanos());
        var attempts = new AttemptTracker(executors, firstTaskId);
        pools = new Pools(config);
        var commits = new CommitCoordinator();
        exclusions = new Exclusions(config.policies().exclusion(), attempts::nextTaskId, executors, pools, out);
        servers = new ShuffleServers(config.shuffleServers(), out);
        stages = new StageTracker(
                config, () -> now, executors, cached, shuffles, servers, attempts, pools, commits, exclusions, out);
        speculation = new Speculation(config.policies().speculation(), executors, stages, pools);
        recall = new Recall(executors, stages, pools);
        jobs = new JobTracker(
                stages,
                pools,
                new RetiredShuffles(shuffles),
                config.policies().barrier(),
                config.policies().allocation().usual(),
                out);
        barriers = new BarrierStages(
                config.policies().barrier(),
                executors,
                stages,
                attempts,
                pools,
                cached,
                config.policies().exclusion(),
                out);
        outputs = new OutputAvailability(executors, heartbeats, shuffles, servers, stages, () -> now, out);
        var contents = new ContentGuard(shuffles, attempts, stages, cached, commits, out);
        outcomes = new TaskOutcomes(
                config,
                executors,
                shuffles,
                attempts,
                stages,
                jobs,
                outputs,
                contents,
                commits,
                exclusions,
                speculation,
                barriers,
                () -> now,
                out);
        watch = new TaskWatch(config.policies().watch(), executors, commits, outcomes, this::executorLeaves, out);
        refusals = new RefusalWatch(config.policies().watch(), executors, this::executorLeaves, out);
        allocation =
                new DynamicAllocation(config.policies().allocation(), executors, cached, outputs, pools, leaving, out);
        offers = new SlotOffers(
                executors, pools, attempts, cached, config.policies().exclusion(), barriers, out);
        adoptions = new Adoptions(executors, attempts, stages, pools, commits, out);
    }

    /**
     * Handles an event.
     *
     * @param nowNanos the time, which never goes back
     * @param commands takes what is to be done, in this order; must not call back
     */
    public void handle(long nowNanos, Event event, Consumer<Command> commands) {
        now = nowNanos;
        if (!handleTask(event)) {
            handleOther(event);
        }
        out.drainTo(commands);
    }

    private boolean handleTask(Event event) {
        if (event instanceof Event.TaskProgress progress) {
            outcomes.progressed(progress);
        } else if (event instanceof Event.TaskStackTold told) {
            outcomes.stackTold(told);
        } else if (event instanceof Event.TaskResultPending pending) {
            outcomes.resultPending(pending.taskId());
        } else if (event instanceof Event.TaskSucceeded succeeded) {
            outcomes.succeeded(succeeded);
        } else if (event instanceof Event.TaskFailed failed) {
            outcomes.failed(failed);
        } else if (event instanceof Event.TaskFetchFailed failed) {
            outcomes.fetchFailed(failed);
        } else if (event instanceof Event.TaskVanished vanished) {
            outcomes.vanished(vanished.taskId());
        } else if (event instanceof Event.TaskKilled killed) {
            outcomes.killed(killed.taskId());
        } else if (event instanceof Event.TaskCommitDenied denied) {
            outcomes.commitDenied(denied.taskId());
        } else if (event instanceof Event.TaskAdopted adopted) {
            adoptions.adopt(adopted);
        } else if (event instanceof Event.BarrierAsked asked) {
            barriers.asked(asked, now);
        } else if (event instanceof Event.CommitAsked question) {
            out.add(new Command.CommitDecision(question.request(), outcomes.mayCommit(question)));
        } else {
            return false;
        }
        return true;
    }

    private void handleOther(Event event) {
        if (event instanceof Event.Tick) {
            tick();
        } else if (event instanceof Event.ShuffleRestored restored) {
            ShuffleState shuffle = shuffles.of(restored.writer());
            shuffle.restore(restored.outputs(), restored.counted(), restored.slices(), executors::anyServes);
            stages.settle(shuffle);
        } else if (event instanceof Event.SlicesRecorded recorded) {
            stages.slicesRecorded(recorded.stage());
        } else if (event instanceof Event.JobSubmitted submitted) {
            jobs.submit(submitted);
        } else if (event instanceof Event.JobCancelled cancelled) {
            jobs.cancel(cancelled.jobId(), cancelled.failure());
        } else if (event instanceof Event.ExecutorAdded added) {
            executorAdded(added);
        } else if (event instanceof Event.ExecutorReturned returned) {
            executorReturned(returned.executor());
        } else if (event instanceof Event.ExecutorHeard heard) {
            if (executors.isAlive(heard.executor())) {
                heartbeats.heard(heard.executor(), now);
            }
        } else if (event instanceof Event.ExecutorLeaves leaves) {
            ExecutorState executor = executors.get(leaves.executor());
            if (executor != null) {
                executorLeaves(executor, leaves.reason());
            }
        } else if (event instanceof Event.ExecutorEmptied emptied) {
            leaving.emptied(emptied.executor());
        } else if (event instanceof Event.ExecutorRefuses refuses) {
            ExecutorState executor = executors.get(refuses.executor());
            if (executor != null && executor.refuses != refuses.refuses()) {
                executors.refuse(executor, refuses.refuses());
                pools.wake();
            }
        } else if (event instanceof Event.ExecutorLost lost) {
            executorLost(lost);
        } else if (event instanceof Event.NodeLost lost) {
            outputs.nodeLost(lost.host());
        } else if (event instanceof Event.ShuffleServerRefused refused) {
            outputs.refused(refused.host());
        } else if (event instanceof Event.BlockChanged changed) {
            blockChanged(changed);
        } else if (event instanceof Event.DatasetsRemoved removed) {
            removed.rddIds().forEach(cached::removeDataset);
        } else if (event instanceof Event.ShufflesRemoved removed) {
            jobs.retire(removed.shuffleIds());
        } else {
            throw new IllegalArgumentException("an event nobody handles: " + event);
        }
    }

    private void tick() {
        for (String executor : heartbeats.silent(now)) {
            String reason = "executor " + executor + " was not heard of in time";
            executorLost(new Event.ExecutorLost(executor, reason, false, true));
            out.add(new Command.ReleaseExecutor(executor, reason));
        }
        for (String executor : heartbeats.quiet(now)) {
            out.add(new Command.Notice(
                    "executor " + executor + " has not been heard of for half of lisle.network.timeout"));
        }
        leaving.ready(now, outputs::canSpare).forEach((executor, reason) -> {
            executorLost(new Event.ExecutorLost(executor, reason, false, false));
            out.add(new Command.ReleaseExecutor(executor, reason));
        });
        outputs.tick();
        for (String server : servers.idle(now, outputs::needsServer)) {
            String reason = "no job needs what it serves";
            executorLost(new Event.ExecutorLost(server, reason, false, false));
            out.add(new Command.ReleaseExecutor(server, reason));
        }
        exclusions.tick(now, jobs::failAll);
        speculation.tick(now);
        watch.tick(now);
        refusals.tick(now);
        for (Workers kind : executors.kinds()) {
            if (kind.larger().giveUpLate(now)) {
                pools.wake();
            }
        }
        recall.tick(now);
        barriers.tick(now);
        offers.offer(now);
        allocation.tick(now);
    }

    private void executorLeaves(ExecutorState executor, String reason) {
        if (!executor.leaving) {
            executors.leave(executor);
            leaving.add(executor, reason, now);
            out.add(new Command.DrainExecutor(executor.id, reason));
            stages.recall(executor.waiting(), "its executor goes");
            // tasks that would rather have run there may run elsewhere now
            pools.wake();
        }
    }

    private void executorAdded(Event.ExecutorAdded added) {
        heartbeats.heard(added.executor(), now);
        if (!executors.isAlive(added.executor())) {
            ExecutorState executor = executors.add(
                    added.executor(),
                    added.host(),
                    added.port(),
                    added.slots(),
                    added.memoryBytes(),
                    added.directories(),
                    added.profile());
            executor.lastSuccessNanos = now;
            outputs.came(executor);
            exclusions.executorAdded(executor);
        }
    }

    private void executorReturned(String id) {
        ExecutorState executor = executors.get(id);
        if (executor != null) {
            heartbeats.heard(id, now);
            cached.executorLost(id);
            outcomes.killAgain(executor);
        }
    }

    private void executorLost(Event.ExecutorLost lost) {
        ExecutorState executor = executors.remove(lost.executor());
        if (executor == null) {
            return;
        }
        heartbeats.forget(lost.executor());
        leaving.forget(lost.executor());
        cached.executorLost(lost.executor());
        outputs.lost(executor, lost.outputLost());
        outcomes.executorLost(executor, lost);
        exclusions.executorLost(lost.executor());
        pools.wake();
    }

    private void blockChanged(Event.BlockChanged changed) {
        if (!changed.present()) {
            cached.dropped(changed.executor(), changed.rddId(), changed.partition());
        } else if (executors.isAlive(changed.executor())) {
            cached.stored(changed.executor(), changed.rddId(), changed.partition());
        }
    }

    /** When to send the next {@link Event.Tick} if nothing else happens; {@link Long#MAX_VALUE} for no special time. */
    public long nextDeadlineNanos() {
        long larger = Long.MAX_VALUE;
        for (Workers kind : executors.kinds()) {
            larger = Math.min(larger, kind.larger().nextDeadlineNanos());
        }
        return Math.min(
                Math.min(offers.nextDeadlineNanos(), Math.min(servers.nextDeadlineNanos(), larger)),
                Math.min(
                        recall.nextDeadlineNanos(),
                        Math.min(
                                barriers.nextDeadlineNanos(),
                                Math.min(exclusions.nextDeadlineNanos(), allocation.nextDeadlineNanos()))));
    }

    /** Where the outputs of a shuffle are now; the same object until that changes. Null for a shuffle that no job needed yet. */
    public @Nullable MapOutputs mapOutputs(int shuffleId) {
        ShuffleState shuffle = shuffles.get(shuffleId);
        return shuffle == null ? null : shuffle.snapshot(executors);
    }

    /** Whether a job reads the shuffle, or could read it anew. */
    public boolean knowsShuffle(int shuffleId) {
        return shuffles.get(shuffleId) != null;
    }

    /** The map partitions of a shuffle whose outputs wait for a shuffle server. */
    public BitSet awaitedOutputs(int shuffleId) {
        ShuffleState shuffle = shuffles.get(shuffleId);
        return shuffle == null ? new BitSet() : shuffle.awaited();
    }

    /** The shuffles that are known, by id. */
    public List<ShuffleSummary> shuffles() {
        return shuffles.summaries();
    }
}
