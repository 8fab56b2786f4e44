package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.dag.simulate.Plans;

/** Drives a scheduler by hand, with a manual clock, and remembers what it wanted. */
@SuppressWarnings("NullAway") // a null here fails the test
final class SchedulerHarness {
    /** An attempt that was launched. */
    record Launch(long taskId, int stageId, int partition, int attempt, String executor) {}

    final List<Launch> launches = new ArrayList<>();
    final List<Command> commands = new ArrayList<>();
    final Scheduler scheduler;
    private long nowNanos;
    private long nextQuestion;

    SchedulerHarness() {
        this(false, Map.of());
    }

    SchedulerHarness(boolean fair, Map<String, SchedulerConfig.PoolShare> pools) {
        this(fair, pools, SchedulerConfig.ShuffleServers.NONE);
    }

    SchedulerHarness(
            boolean fair, Map<String, SchedulerConfig.PoolShare> pools, SchedulerConfig.ShuffleServers shuffleServers) {
        this(new SchedulerConfig(
                3,
                2,
                TimeUnit.SECONDS.toNanos(1),
                fair,
                pools,
                TimeUnit.SECONDS.toNanos(60),
                host -> host.startsWith("near") ? "rack-near" : "rack-far",
                shuffleServers,
                true));
    }

    /** A scheduler with policies, for which a task may fail often. */
    SchedulerHarness(Policies policies) {
        this(new SchedulerConfig(20, 2, 0, false, Map.of(), TimeUnit.HOURS.toNanos(100), host -> "rack")
                .with(policies));
    }

    /** The same, with shuffle servers that are waited for for 30 s. */
    static SchedulerHarness withServers(Policies policies) {
        var servers = new SchedulerConfig.ShuffleServers(TimeUnit.SECONDS.toNanos(30), TimeUnit.SECONDS.toNanos(10));
        return new SchedulerHarness(new SchedulerConfig(
                20, 2, 0, false, Map.of(), TimeUnit.HOURS.toNanos(100), host -> "rack", servers, true, policies));
    }

    private SchedulerHarness(SchedulerConfig config) {
        scheduler = new Scheduler(config);
    }

    /** Handles the events, then a tick. */
    SchedulerHarness on(Event... events) {
        for (Event event : events) {
            handle(event);
        }
        handle(new Event.Tick());
        return this;
    }

    private void handle(Event event) {
        scheduler.handle(nowNanos, event, command -> {
            commands.add(command);
            if (command instanceof Command.LaunchTasks launch) {
                for (Command.TaskLaunch task : launch.tasks()) {
                    launches.add(new Launch(
                            task.taskId(), task.stage().id(), task.partition(), task.attempt(), launch.executor()));
                }
            }
        });
    }

    SchedulerHarness pass(long millis) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
        return on();
    }

    SchedulerHarness executor(String id, String host, int slots) {
        return on(new Event.ExecutorAdded(id, host, 7000, slots));
    }

    SchedulerHarness lose(String executor, boolean outputLost) {
        return on(new Event.ExecutorLost(executor, "lost by the test", outputLost, false));
    }

    /** The latest attempt of the partition. */
    Launch launched(int stageId, int partition) {
        return launches.stream()
                .filter(launch -> launch.stageId() == stageId && launch.partition() == partition)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("partition " + partition + " of stage " + stageId
                        + " was not launched; launched were " + launches));
    }

    long attempts(int stageId, int partition) {
        return launches.stream()
                .filter(launch -> launch.stageId() == stageId && launch.partition() == partition)
                .count();
    }

    SchedulerHarness succeed(Launch launch) {
        return on(new Event.TaskSucceeded(launch.taskId(), null));
    }

    /** The map task ends well, its output on its executor's host. */
    SchedulerHarness mapped(Launch launch, int shuffleId, String host) {
        return on(new Event.TaskSucceeded(
                launch.taskId(),
                Plans.mapOutput(shuffleId, launch.partition(), launch.taskId(), launch.executor(), host, 7000)));
    }

    SchedulerHarness fail(Launch launch) {
        return fail(launch, ErrorCode.USER_CODE_FAILED);
    }

    SchedulerHarness fail(Launch launch, ErrorCode code) {
        return on(new Event.TaskFailed(launch.taskId(), code, "boom", "at user.Code"));
    }

    SchedulerHarness fetchFailed(Launch launch, int shuffleId, int mapPartition, long mapTaskId) {
        return on(new Event.TaskFetchFailed(
                launch.taskId(), shuffleId, List.of(mapPartition), List.of(mapTaskId), "cannot be read"));
    }

    boolean mayCommit(Launch launch) {
        long question = nextQuestion++;
        on(new Event.CommitAsked(question, launch.taskId(), launch.stageId(), launch.partition()));
        return all(Command.CommitDecision.class).stream()
                .filter(decision -> decision.request() == question)
                .findFirst()
                .orElseThrow()
                .allowed();
    }

    <T> List<T> all(Class<T> type) {
        return commands.stream().filter(type::isInstance).map(type::cast).toList();
    }

    boolean isEnded(int jobId) {
        return all(Command.JobEnded.class).stream().anyMatch(end -> end.jobId() == jobId);
    }

    /** Attempts that were launched and have not ended. */
    List<Launch> running() {
        java.util.Set<Long> over = new java.util.HashSet<>();
        all(Command.AttemptEnded.class).forEach(end -> over.add(end.taskId()));
        return launches.stream()
                .filter(launch -> !over.contains(launch.taskId()))
                .toList();
    }

    List<LisleException> failuresOfJobs() {
        return all(Command.JobEnded.class).stream()
                .map(Command.JobEnded::failure)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    LisleException failureOf(int jobId) {
        return all(Command.JobEnded.class).stream()
                .filter(end -> end.jobId() == jobId && end.failure() != null)
                .findFirst()
                .orElseThrow(() -> new AssertionError("job " + jobId + " did not fail"))
                .failure();
    }
}
