package org.lisle.dag.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.lisle.core.config.ExecutorRange;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.MapOutputs;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.AllocationConfig;
import org.lisle.dag.schedule.Command;
import org.lisle.dag.schedule.Event;
import org.lisle.dag.schedule.ExclusionConfig;
import org.lisle.dag.schedule.Policies;
import org.lisle.dag.schedule.Scheduler;
import org.lisle.dag.schedule.SchedulerConfig;
import org.lisle.dag.schedule.SpeculationConfig;
import org.lisle.dag.schedule.WatchConfig;

/**
 * Random jobs, in bursts and after rests, on a cluster that gives as many executors as are wanted and takes back those that are given back,
 * in virtual time. Checked after each event: never more executors than the maximum; none is idle for longer than it may; one that goes leaves
 * nothing behind that only it served.
 */
@SuppressWarnings("NullAway") // a null here fails the test
final class ElasticSimulation {
    private static final long MILLI = 1_000_000L;
    private static final int SLOTS = 2;
    private static final ExecutorProfile USUAL = new ExecutorProfile("", SLOTS, 1024, 0, 1, List.of());
    private static final ExecutorProfile LARGE = new ExecutorProfile("large", 4, 4096, 0, 4, List.of());
    static final long IDLE = 400 * MILLI;
    private static final long CACHED_IDLE = 3_000 * MILLI;
    private static final long BACKLOG = 40 * MILLI;
    /** A server comes, what is wanted falls, blocks move. */
    private static final long SLACK = 1_000 * MILLI;

    final ScheduleChecker checker;
    int most;
    int givenBack;
    int serversStarted;
    int fetchesFailed;
    int executorsCrashed;
    int executorsTooSmall;
    int jobsSucceeded;
    int blocksMoved;
    int largeCame;

    private final Random random;
    private final VirtualTime time = new VirtualTime();
    private final SimulatedCluster cluster = new SimulatedCluster();
    private final Map<String, Long> busyAt = new HashMap<>();
    private final Set<String> leaving = new HashSet<>();
    private final Map<String, Long> memory = new HashMap<>();
    /** By the names of kinds. */
    private final Map<String, Deque<Long>> memoryOfTheNext = new HashMap<>();

    private final Set<String> serversWanted = new HashSet<>();
    private final Scheduler scheduler;
    private final RandomJobs jobs;
    private final ExecutorRange range;
    private final int hosts;
    private final boolean harm;
    private final boolean refusesServers;
    private final Map<Long, SimulatedTask> asking = new HashMap<>();
    private final List<Command> commands = new ArrayList<>();
    private int jobsToSubmit;
    /** By the names of kinds. */
    private final Map<String, Integer> wanted = new TreeMap<>();

    private final Map<String, Integer> coming = new TreeMap<>();
    private int nextExecutor;
    private long nextQuestion;
    private long plannedTick = Long.MAX_VALUE;

    /**
     * @param harm whether executors crash and tasks fail
     * @param refusesServers whether no shuffle server can be had
     */
    ElasticSimulation(long seed, int jobs, ExecutorRange range, int hosts, boolean harm, boolean refusesServers) {
        this.random = new Random(seed);
        this.range = range;
        this.hosts = hosts;
        this.harm = harm;
        this.refusesServers = refusesServers;
        this.jobsToSubmit = jobs;
        this.jobs = new RandomJobs(random, hosts, List.of(USUAL, LARGE));
        this.scheduler = new Scheduler(new SchedulerConfig(
                        50,
                        40,
                        20 * MILLI,
                        false,
                        Map.of(),
                        Long.MAX_VALUE / 4,
                        host -> "rack",
                        new SchedulerConfig.ShuffleServers(300 * MILLI, 200 * MILLI),
                        true,
                        Policies.NONE)
                .with(new Policies(
                        ExclusionConfig.OFF,
                        SpeculationConfig.OFF,
                        new AllocationConfig(range, USUAL, IDLE, CACHED_IDLE, BACKLOG),
                        WatchConfig.OFF)));
        this.checker = new ScheduleChecker(scheduler, true, 20 * MILLI);
        wanted.put("", range.initial());
        wanted.put("large", 0);
    }

    void run() {
        balance();
        time.after(1, this::submitJob);
        time.after(25 * MILLI, this::look);
        if (harm) {
            time.after(10 * MILLI, this::crash);
        }
        while (jobsToSubmit > 0 || checker.runningJobs() > 0 || checker.liveAttempts() > 0) {
            step();
        }
        long ended = time.now();
        while (time.now() < ended + CACHED_IDLE + 4 * SLACK) {
            step();
        }
        assertThat(cluster.executors())
                .as("executors and servers when there is nothing to do")
                .hasSize(range.min());
    }

    private void step() {
        assertThat(time.step())
                .as("something is still to happen while %s jobs run", checker.runningJobs())
                .isTrue();
        assertThat(time.now()).as("virtual time").isLessThan(3_600_000L * MILLI);
    }

    // ---------------------------------------------------------------- the driver

    private void send(Event event) {
        handle(event);
        tick();
    }

    private void tick() {
        Map<Integer, Integer> before = harm || leaving.isEmpty() ? Map.of() : checker.outputsNeeded();
        int givenBackBefore = givenBack;
        handle(new Event.Tick());
        if (givenBack > givenBackBefore) {
            Map<Integer, Integer> after = checker.outputsNeeded();
            before.forEach((shuffle, outputs) -> assertThat(after.getOrDefault(shuffle, outputs))
                    .as("outputs of shuffle %s that can be read when an executor went", shuffle)
                    .isGreaterThanOrEqualTo(outputs));
        }
        long next = scheduler.nextDeadlineNanos();
        if (next != Long.MAX_VALUE && (next < plannedTick || plannedTick < time.now())) {
            plannedTick = next;
            time.at(next, () -> {
                plannedTick = Long.MAX_VALUE;
                tick();
            });
        }
    }

    private void handle(Event event) {
        checker.before(event);
        scheduler.handle(time.now(), event, command -> {
            checker.command(command);
            commands.add(command);
        });
        checker.after();
        List<Command> taken = List.copyOf(commands);
        commands.clear();
        taken.forEach(this::carryOut);
    }

    private void carryOut(Command command) {
        if (command instanceof Command.LaunchTasks launch) {
            launch.tasks().forEach(task -> launch(launch.executor(), task));
        } else if (command instanceof Command.KillTasks kill) {
            time.after(random.nextInt(5) * MILLI, () -> kill(kill));
        } else if (command instanceof Command.CommitDecision decision) {
            SimulatedTask task = asking.remove(decision.request());
            time.after(MILLI, () -> commitDecided(task, decision.allowed()));
        } else if (command instanceof Command.WantExecutors want) {
            String kind = want.kind().name();
            assertThat(want.total())
                    .as("executors wanted of kind %s", kind)
                    .isBetween(kind.isEmpty() ? range.min() : 0, range.max());
            wanted.put(kind, want.total());
            balance();
        } else if (command instanceof Command.DrainExecutor drain) {
            leaving.add(drain.executor());
            time.after(random.nextInt(50) * MILLI, () -> empty(drain.executor()));
        } else if (command instanceof Command.ReleaseExecutor release) {
            released(release.executor());
        } else if (command instanceof Command.StartShuffleServer start) {
            startServer(start.host());
        } else if (command instanceof Command.StopShuffleServer stop) {
            serversWanted.remove(stop.host());
        } else if (command instanceof Command.DropDataset drop) {
            cluster.drop(drop.rddId());
        } else if (command instanceof Command.JobEnded ended && ended.failure() == null) {
            jobsSucceeded++;
        } else if (command instanceof Command.JobEnded ended) {
            assertThat(ended.failure().code())
                    .as("how job %s ended: %s", ended.jobId(), ended.failure())
                    .isEqualTo(ErrorCode.NON_DETERMINISTIC);
        }
    }

    // ---------------------------------------------------------------- the cluster

    private List<SimulatedCluster.Executor> workers() {
        return cluster.executors().stream()
                .filter(executor -> executor.slots > 0)
                .toList();
    }

    private long workers(String kind) {
        return workers().stream()
                .filter(executor -> executor.profile.equals(kind))
                .count();
    }

    private boolean isMissing(String kind) {
        return workers(kind) + coming.getOrDefault(kind, 0) < wanted.get(kind);
    }

    private void balance() {
        wanted.keySet().forEach(this::balance);
    }

    /** Asks for what is missing; it comes after a while, if it is still wanted then. */
    private void balance(String kind) {
        while (isMissing(kind)) {
            coming.merge(kind, 1, Integer::sum);
            time.after((50 + random.nextInt(200)) * MILLI, () -> {
                coming.merge(kind, -1, Integer::sum);
                if (isMissing(kind)) {
                    largeCame += kind.isEmpty() ? 0 : 1;
                    comes("e" + nextExecutor++, "host-" + random.nextInt(hosts), kind.isEmpty() ? SLOTS : 1, kind);
                }
            });
        }
        most = Math.max(most, (int) workers(""));
        assertThat(workers(kind) + coming.getOrDefault(kind, 0))
                .as("executors of kind %s", kind)
                .isLessThanOrEqualTo(range.max());
    }

    private void comes(String id, String host, int slots, String kind) {
        var executor = new SimulatedCluster.Executor(id, host, slots, kind);
        cluster.alive.put(id, executor);
        busyAt.put(id, time.now());
        Long larger = slots > 0 ? largerOnes(kind).poll() : null;
        memory.put(id, larger == null ? 1 : larger);
        send(new Event.ExecutorAdded(id, host, 1, slots, memory.get(id), List.of(), kind));
    }

    private Deque<Long> largerOnes(String kind) {
        return memoryOfTheNext.computeIfAbsent(kind, name -> new ArrayDeque<>());
    }

    private void startServer(String host) {
        serversWanted.add(host);
        time.after((20 + random.nextInt(100)) * MILLI, () -> {
            if (!serversWanted.remove(host)) {
                return;
            }
            if (refusesServers) {
                send(new Event.ShuffleServerRefused(host, "by the test"));
            } else {
                serversStarted++;
                comes("s" + nextExecutor++, host, 0, "");
            }
        });
    }

    /** What the executor alone holds is copied to another one that stays. */
    private void empty(String id) {
        SimulatedCluster.Executor from = cluster.alive.get(id);
        if (from == null) {
            return;
        }
        for (SimulatedCluster.BlockId block : List.copyOf(from.blocks)) {
            boolean alone = staying().noneMatch(other -> other.blocks.contains(block));
            var to = staying().findFirst();
            if (alone && to.isPresent()) {
                blocksMoved++;
                to.get().blocks.add(block);
                to.get().blockContents.put(block, from.blockContents.get(block));
                send(new Event.BlockChanged(to.get().id, block.rddId(), block.partition(), true));
            }
        }
        send(new Event.ExecutorEmptied(id));
    }

    private java.util.stream.Stream<SimulatedCluster.Executor> staying() {
        return workers().stream().filter(executor -> !leaving.contains(executor.id));
    }

    /** The executor is lost to the scheduler already: whatever a running job reads must be there without it. */
    private void released(String id) {
        SimulatedCluster.Executor gone = cluster.alive.get(id);
        if (gone == null) {
            return;
        }
        assertThat(gone.tasks.values()).as("tasks on executor %s that goes", id).isEmpty();
        cluster.alive.remove(id);
        leaving.remove(id);
        givenBack += gone.slots > 0 ? 1 : 0;
        checker.gone(id);
        balance();
    }

    private void crash() {
        if (checker.runningJobs() > 0 || jobsToSubmit > 0) {
            List<SimulatedCluster.Executor> alive = cluster.executors();
            if (!alive.isEmpty()) {
                SimulatedCluster.Executor lost = alive.get(random.nextInt(alive.size()));
                executorsCrashed++;
                cluster.alive.remove(lost.id);
                leaving.remove(lost.id);
                lost.tasks.values().forEach(task -> task.gone = true);
                boolean tooSmall = lost.slots > 0 && random.nextBoolean();
                if (tooSmall) {
                    executorsTooSmall++;
                    largerOnes(lost.profile).add(memory.get(lost.id) + 1);
                }
                send(new Event.ExecutorLost(lost.id, "crashed", false, tooSmall, tooSmall));
                balance();
            }
            time.after((100 + random.nextInt(1000)) * MILLI, this::crash);
        }
    }

    /** No executor is idle for longer than it may, unless it holds cached partitions, or serves what no server can be had for. */
    private void look() {
        for (SimulatedCluster.Executor executor : workers()) {
            if (!executor.tasks.isEmpty()) {
                busyAt.put(executor.id, time.now());
            }
            boolean serves = refusesServers && checker.runningJobs() > 0;
            if (serves) {
                busyAt.put(executor.id, time.now());
            }
            boolean mayStay = executor.profile.isEmpty() && workers("") <= range.min() || serves;
            long longest = (executor.blocks.isEmpty() ? IDLE : CACHED_IDLE) + SLACK;
            if (!mayStay) {
                assertThat(time.now() - busyAt.get(executor.id))
                        .as("nanoseconds for which executor %s is idle", executor.id)
                        .isLessThanOrEqualTo(longest);
            }
        }
        time.after(25 * MILLI, this::look);
    }

    // ---------------------------------------------------------------- jobs and tasks

    private void submitJob() {
        if (jobsToSubmit-- <= 0) {
            return;
        }
        PlannedJob job = jobs.next();
        send(new Event.JobSubmitted(job));
        time.after((random.nextInt(6) == 0 ? 2000 : random.nextInt(300)) * MILLI, this::submitJob);
    }

    private void launch(String executorId, Command.TaskLaunch launch) {
        SimulatedCluster.Executor executor = cluster.alive.get(executorId);
        assertThat(executor).as("executor %s of a launch", executorId).isNotNull();
        assertThat(leaving).as("executors that leave and get tasks").doesNotContain(executorId);
        var task = new SimulatedTask(launch, executor);
        executor.tasks.put(launch.taskId(), task);
        busyAt.put(executorId, time.now());
        long duration = (1 + random.nextInt(50)) * (random.nextInt(30) == 0 ? 40 : 1);
        time.after(duration * MILLI, () -> end(task));
    }

    private void end(SimulatedTask task) {
        if (task.gone) {
            return;
        }
        Event.TaskFetchFailed unreadable = readInputs(task);
        if (unreadable != null) {
            fetchesFailed++;
            finish(task, unreadable);
        } else if (harm && random.nextInt(40) == 0) {
            finish(task, new Event.TaskFailed(task.launch.taskId(), ErrorCode.USER_CODE_FAILED, "boom", ""));
        } else if (task.launch.stage().program().output() instanceof StageOutput.Save) {
            long question = nextQuestion++;
            asking.put(question, task);
            Command.TaskLaunch launch = task.launch;
            send(new Event.CommitAsked(question, launch.taskId(), launch.stage().id(), launch.partition()));
        } else {
            succeed(task);
        }
    }

    /** Readers ask for the newest places before each round of tries, so these count. */
    private Event.TaskFetchFailed readInputs(SimulatedTask task) {
        PlannedStage stage = task.launch.stage();
        if (stage.program().root() instanceof Operator.Cached cached
                && cluster.isStored(new SimulatedCluster.BlockId(cached.id(), task.launch.partition()))) {
            return null;
        }
        for (PlannedStage.Parent parent : stage.parents()) {
            int shuffleId = parent.stage().shuffle().shuffleId();
            MapOutputs known = scheduler.mapOutputs(shuffleId);
            Map<Integer, MapOutput> told = new HashMap<>();
            if (known != null) {
                known.getOutputs().forEach(output -> told.put(output.getMapPartition(), output));
            }
            for (int partition = 0; partition < parent.stage().partitions(); partition++) {
                MapOutput output = told.get(partition);
                boolean awaited = scheduler.awaitedOutputs(shuffleId).get(partition);
                if (!awaited && (output == null || !cluster.isReadable(output))) {
                    return new Event.TaskFetchFailed(
                            task.launch.taskId(),
                            shuffleId,
                            List.of(partition),
                            List.of(output == null ? -1L : output.getTaskId()),
                            "segments are gone");
                }
            }
        }
        return null;
    }

    private void commitDecided(SimulatedTask task, boolean allowed) {
        if (task.gone) {
            return;
        }
        if (allowed) {
            succeed(task);
        } else {
            finish(task, new Event.TaskCommitDenied(task.launch.taskId()));
        }
    }

    private void succeed(SimulatedTask task) {
        Command.TaskLaunch launch = task.launch;
        PlannedStage stage = launch.stage();
        MapOutput output = null;
        if (stage.shuffle() != null) {
            int shuffleId = stage.shuffle().shuffleId();
            output = Plans.mapOutput(
                    shuffleId, launch.partition(), launch.taskId(), task.executor.id, task.executor.host, 1);
            cluster.write(
                    new SimulatedCluster.FileId(shuffleId, launch.partition(), launch.taskId()),
                    task.executor.id,
                    task.executor.host,
                    Map.of());
        }
        if (stage.program().root() instanceof Operator.Cached cached) {
            var block = new SimulatedCluster.BlockId(cached.id(), launch.partition());
            task.executor.blocks.add(block);
            task.executor.blockContents.put(block, Map.of());
            send(new Event.BlockChanged(task.executor.id, cached.id(), launch.partition(), true));
        }
        finish(task, new Event.TaskSucceeded(launch.taskId(), output));
    }

    private void kill(Command.KillTasks kill) {
        SimulatedCluster.Executor executor = cluster.alive.get(kill.executor());
        if (executor != null) {
            for (long taskId : kill.taskIds()) {
                SimulatedTask task = executor.tasks.get(taskId);
                if (task != null) {
                    finish(task, new Event.TaskKilled(taskId));
                }
            }
        }
    }

    private void finish(SimulatedTask task, Event event) {
        task.gone = true;
        task.executor.tasks.remove(task.launch.taskId());
        busyAt.put(task.executor.id, time.now());
        send(event);
    }
}
