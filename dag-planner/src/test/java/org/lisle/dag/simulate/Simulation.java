package org.lisle.dag.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.lisle.core.config.LisleConf;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.MapOutputs;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageProgram;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.core.shuffle.SegmentSizes;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.Command;
import org.lisle.dag.schedule.Event;
import org.lisle.dag.schedule.ExclusionConfig;
import org.lisle.dag.schedule.Policies;
import org.lisle.dag.schedule.Scheduler;
import org.lisle.dag.schedule.SchedulerConfig;
import org.lisle.dag.schedule.SkewConfig;
import org.lisle.dag.schedule.SpeculationConfig;

/**
 * Random jobs on a cluster that loses executors, files, tasks, messages and the ways between its parts, in virtual time; everything follows
 * from the seed.
 *
 * <p>Executors here behave as real ones do as far as the scheduler can see it: a task asks where its inputs are when it begins and
 * reads them when it ends; it asks before it commits; an executor that was declared lost may go on for a while and report success.
 */
@SuppressWarnings("NullAway") // a null here fails the test
final class Simulation {
    private static final long MILLI = 1_000_000L;
    private static final long SMALL_SEGMENT = 10;
    private static final long LARGE_SEGMENT = 1000;
    private static final ExclusionConfig EXCLUSION = new ExclusionConfig(true, 1, 2, 2, 2, 2, 2, 5_000 * MILLI);
    private static final SkewConfig SKEW = new SkewConfig(true, 2, SMALL_SEGMENT);
    private static final long LOCALITY_WAIT_MILLIS = 20;
    /** How long the driver waits for an executor whose connection ended. */
    private static final long GRACE_MILLIS = 150;
    /** How long it takes until a reader gives up a server, or a task HDFS, of which nothing is heard. */
    private static final long TRIES_MILLIS = 60;

    private static final Set<ErrorCode> OF_BAD_HOSTS = Set.of(
            ErrorCode.USER_CODE_FAILED, ErrorCode.EXECUTOR_LOST, ErrorCode.EXECUTORS_EXCLUDED, ErrorCode.FILE_SYSTEM);

    final FaultCounts counts = new FaultCounts();
    final ScheduleChecker checker;
    private final Random random;
    private final VirtualTime time = new VirtualTime();
    private final SimulatedCluster cluster = new SimulatedCluster();
    private final SimulatedNetwork network = new SimulatedNetwork();
    final NetworkFaults networkFaults;
    private final Scheduler scheduler;
    private final RandomJobs jobs;
    private final List<ExecutorProfile> kinds;
    private final int hosts;
    private final boolean excluding;
    private final Map<Integer, ErrorCode> expectedFailures = new HashMap<>();
    private final Set<Integer> poisoned = new HashSet<>();
    private final Set<String> serversWanted = new HashSet<>();
    /** Executors whose end the driver has not heard of. */
    private final Set<String> deadWithoutWord = new HashSet<>();
    /** Hosts whose connections to the driver were ended by the cut that is being healed. */
    private final Set<String> resetting = new HashSet<>();
    /** What results are made of, by the task that gave them; and of each running job, those that were delivered. */
    private final Map<Long, Map<String, Long>> resultsMadeOf = new HashMap<>();

    private final Map<Integer, Map<String, Long>> jobsMadeOf = new HashMap<>();
    private final Map<Long, SimulatedTask> asking = new HashMap<>();
    /** Tasks that wait for the others of their barrier stages. */
    private final Map<Long, SimulatedTask> waiting = new HashMap<>();

    private final List<Command> commands = new ArrayList<>();
    private int jobsToSubmit;
    private int nextExecutor;
    private long nextQuestion;
    private long plannedTick = Long.MAX_VALUE;

    /** With the usual executors. */
    Simulation(long seed, int jobs, int hosts, boolean fair, boolean excluding) {
        this(seed, jobs, hosts, fair, excluding, List.of(ExecutorProfile.usual(LisleConf.empty())));
    }

    /**
     * @param excluding whether all tasks fail on two of the hosts, and the scheduler avoids where tasks fail
     * @param kinds of executors, of each at least as many as there are hosts
     */
    Simulation(long seed, int jobs, int hosts, boolean fair, boolean excluding, List<ExecutorProfile> kinds) {
        this.kinds = kinds;
        this.random = new Random(seed);
        this.hosts = hosts;
        this.excluding = excluding;
        this.jobsToSubmit = jobs;
        this.jobs = new RandomJobs(random, hosts, kinds);
        this.networkFaults = new NetworkFaults(random, hosts);
        this.scheduler = new Scheduler(new SchedulerConfig(
                        12,
                        40,
                        LOCALITY_WAIT_MILLIS * MILLI,
                        fair,
                        Map.of(
                                "pool-1",
                                new SchedulerConfig.PoolShare(3, 0),
                                "pool-2",
                                new SchedulerConfig.PoolShare(1, 2)),
                        Long.MAX_VALUE / 4,
                        host -> "rack-" + host.hashCode() % 3,
                        new SchedulerConfig.ShuffleServers(300 * MILLI, 200 * MILLI),
                        true,
                        Policies.NONE)
                .with((excluding ? new Policies(EXCLUSION, SpeculationConfig.OFF) : Policies.NONE).with(SKEW)));
        this.checker = new ScheduleChecker(scheduler, excluding, LOCALITY_WAIT_MILLIS * MILLI);
    }

    void run() {
        for (String profile :
                kinds.stream().map(ExecutorProfile::name).distinct().toList()) {
            for (int i = 0; i < hosts; i++) {
                addExecutor(profile);
            }
        }
        time.after(1, this::submitJob);
        time.after(10 * MILLI, this::doHarm);
        while (jobsToSubmit > 0 || checker.runningJobs() > 0 || checker.liveAttempts() > 0) {
            assertThat(time.step())
                    .as("something is still to happen while %s jobs run", checker.runningJobs())
                    .isTrue();
            assertThat(time.now()).as("virtual time").isLessThan(3_600_000L * MILLI);
        }
    }

    // ---------------------------------------------------------------- the driver

    private void send(Event event) {
        handle(event);
        if (random.nextInt(4) == 0) {
            tickAt(time.now() + random.nextInt(5) * MILLI);
        } else {
            tick();
        }
    }

    private void tick() {
        handle(new Event.Tick());
        checker.nothingWaitsInVain(time.now());
        if (scheduler.nextDeadlineNanos() != Long.MAX_VALUE) {
            tickAt(scheduler.nextDeadlineNanos());
        }
    }

    private void tickAt(long at) {
        if (at < plannedTick || plannedTick < time.now()) {
            plannedTick = at;
            time.at(at, () -> {
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
            launch.tasks().forEach(task -> sendLaunch(launch.executor(), task));
        } else if (command instanceof Command.KillTasks kill) {
            time.after(random.nextInt(5) * MILLI, () -> sendKill(kill));
        } else if (command instanceof Command.CommitDecision decision) {
            SimulatedTask task = asking.remove(decision.request());
            time.after(
                    MILLI,
                    decision.allowed()
                            ? () -> whenWritten(() -> sendDecision(task, true))
                            : () -> sendDecision(task, false));
        } else if (command instanceof Command.PartitionsSliced sliced) {
            counts.count(SimulatedFault.STAGES_SLICED);
            time.after(
                    random.nextInt(30) * MILLI,
                    () -> whenWritten(() -> send(new Event.SlicesRecorded(sliced.stage()))));
        } else if (command instanceof Command.BarrierBegins begins) {
            counts.count(SimulatedFault.BARRIER_STAGES_RUN_AGAIN, begins.attempt() > 0);
        } else if (command instanceof Command.BarrierPassed passed) {
            passed.taskIds().forEach(id -> answerWaiting(id, true));
        } else if (command instanceof Command.BarrierRefused refused) {
            refused.taskIds().forEach(id -> answerWaiting(id, false));
        } else if (command instanceof Command.StageGrew grew) {
            counts.count(SimulatedFault.OUTPUTS_FOUND_AGAIN, grew.tasks() < 0);
        } else if (command instanceof Command.ExecutorExcluded excluded) {
            counts.count(SimulatedFault.EXECUTORS_EXCLUDED, !excluded.why().isEmpty());
        } else if (command instanceof Command.StartShuffleServer start) {
            network.deliver(
                    SimulatedNetwork.DRIVER, SimulatedNetwork.RESOURCE_MANAGER, () -> startServer(start.host()));
        } else if (command instanceof Command.StopShuffleServer stop) {
            serversWanted.remove(stop.host());
        } else if (command instanceof Command.ReleaseExecutor release) {
            released(release.executor());
        } else if (command instanceof Command.DropDataset drop) {
            cluster.drop(drop.rddId());
        } else if (command instanceof Command.DeliverResult deliver) {
            delivered(deliver);
        } else if (command instanceof Command.JobEnded ended) {
            jobEnded(ended);
        }
    }

    /** The driver's journal lies on HDFS. */
    private void whenWritten(Runnable then) {
        counts.count(SimulatedFault.RECORDS_LATE, !network.reaches(SimulatedNetwork.DRIVER, SimulatedNetwork.HDFS));
        network.deliver(SimulatedNetwork.DRIVER, SimulatedNetwork.HDFS, then);
    }

    private void startServer(String host) {
        serversWanted.add(host);
        int luck = random.nextInt(10);
        long delay = random.nextInt(100) * MILLI;
        if (luck < 7) {
            time.after(delay, () -> serverComes(host));
        } else if (luck < 9) {
            time.after(delay, () -> {
                if (serversWanted.remove(host)) {
                    counts.count(SimulatedFault.SERVERS_REFUSED);
                    send(new Event.ShuffleServerRefused(host, "by the test"));
                }
            });
        }
    }

    private void serverComes(String host) {
        if (serversWanted.remove(host)) {
            counts.count(SimulatedFault.SERVERS_STARTED);
            var server = new SimulatedCluster.Executor("s" + nextExecutor++, host, 0);
            cluster.alive.put(server.id, server);
            register(server);
        }
    }

    /** No two results of a job may be made of different contents of the same map output. */
    private void delivered(Command.DeliverResult deliver) {
        Map<String, Long> all = jobsMadeOf.computeIfAbsent(deliver.jobId(), id -> new HashMap<>());
        resultsMadeOf.get(deliver.taskId()).forEach((output, content) -> assertThat(all.putIfAbsent(output, content))
                .as("content of %s in the results of job %s before task %s", output, deliver.jobId(), deliver.taskId())
                .isIn(null, content));
    }

    // ---------------------------------------------------------------- jobs

    private void submitJob() {
        if (jobsToSubmit-- <= 0) {
            return;
        }
        PlannedJob job = jobs.next();
        if (random.nextInt(50) == 0 && !job.partitions().isEmpty()) {
            poisoned.add(job.result().id());
            expectedFailures.put(job.id(), ErrorCode.USER_CODE_FAILED);
        }
        send(new Event.JobSubmitted(job));
        if (random.nextInt(40) == 0) {
            time.after(random.nextInt(300) * MILLI, () -> cancel(job.id()));
        }
        if (random.nextInt(10) == 0) {
            Integer retired = jobs.retireShuffle();
            if (retired != null) {
                send(new Event.ShufflesRemoved(List.of(retired)));
            }
        }
        time.after(random.nextInt(200) * MILLI, this::submitJob);
    }

    private void cancel(int jobId) {
        if (checker.isRunning(jobId)) {
            counts.count(SimulatedFault.JOBS_CANCELLED);
            expectedFailures.put(jobId, ErrorCode.JOB_CANCELLED);
            send(new Event.JobCancelled(jobId, new LisleException(ErrorCode.JOB_CANCELLED, "by the test", "")));
        }
    }

    private void jobEnded(Command.JobEnded ended) {
        ErrorCode expected = expectedFailures.get(ended.jobId());
        if (ended.failure() == null) {
            counts.count(SimulatedFault.JOBS_SUCCEEDED);
        } else {
            counts.count(SimulatedFault.JOBS_FAILED);
        }
        ErrorCode code = ended.failure() == null ? null : ended.failure().code();
        if (code == ErrorCode.NON_DETERMINISTIC) {
            counts.count(SimulatedFault.CONTENTS_CHANGED);
            return;
        }
        if (expected == ErrorCode.USER_CODE_FAILED
                && (code == ErrorCode.EXECUTOR_LOST
                        || code == ErrorCode.FETCH_FAILED
                        || code == ErrorCode.COMMIT_FAILED
                        || code == ErrorCode.BARRIER_BROKEN
                        || code == ErrorCode.FILE_SYSTEM)) {
            return; // what always fails may have had another reason at last
        }
        if (excluding && expected == ErrorCode.USER_CODE_FAILED && code == ErrorCode.EXECUTORS_EXCLUDED) {
            return;
        }
        if (excluding
                && expected == null
                && code != null
                && (OF_BAD_HOSTS.contains(code) || isOfABarrierStage(ended))) {
            counts.count(
                    SimulatedFault.JOBS_THAT_FOUND_NO_EXECUTOR); // for a while there may be executors on bad hosts only
            return;
        }
        assertThat(code)
                .as("how job %s ended: %s", ended.jobId(), ended.failure())
                .isEqualTo(expected);
    }

    /** Whose failures of all kinds count together, so that the last one says little. */
    private static boolean isOfABarrierStage(Command.JobEnded ended) {
        return ended.failure() != null && ended.failure().getMessage().contains("its stage is a barrier stage");
    }

    // ---------------------------------------------------------------- tasks

    private void sendLaunch(String executorId, Command.TaskLaunch launch) {
        SimulatedCluster.Executor executor = cluster.alive.get(executorId);
        if (executor == null && deadWithoutWord.contains(executorId)) {
            return;
        }
        assertThat(executor).as("executor %s of a launch", executorId).isNotNull();
        if (network.reaches(SimulatedNetwork.DRIVER, executor.host)) {
            launch(executor, launch);
            return;
        }
        counts.count(SimulatedFault.LAUNCHES_CUT_OFF);
        network.deliver(SimulatedNetwork.DRIVER, executor.host, () -> {
            if (cluster.alive.get(executorId) != executor || !checker.isLive(launch.taskId())) {
                return;
            }
            if (resetting.contains(executor.host)) {
                send(new Event.TaskVanished(launch.taskId()));
            } else {
                launch(executor, launch);
            }
        });
    }

    private void launch(SimulatedCluster.Executor executor, Command.TaskLaunch launch) {
        var task = new SimulatedTask(launch, executor);
        executor.tasks.put(launch.taskId(), task);
        counts.count(SimulatedFault.SLICES_RUN_AGAIN, launch.slice() != null && launch.attempt() > 0);
        boolean waits = executor.tasks.size() > executor.slots;
        counts.count(SimulatedFault.TASKS_SENT_AHEAD, waits);
        long waitNanos = waits ? random.nextInt(500) * MILLI : 0;
        time.after(waitNanos + random.nextInt(3) * MILLI, () -> begin(task));
        boolean slow = random.nextInt(30) == 0;
        task.runNanos = (1 + random.nextInt(50)) * (slow ? 20 : 1) * (!slow && isBrief(launch) ? MILLI / 100 : MILLI);
        time.after(waitNanos + 3 * MILLI + task.runNanos, () -> end(task));
    }

    /** Of such stages more tasks are sent than run at once. */
    private static boolean isBrief(Command.TaskLaunch launch) {
        return launch.stage().id() % 3 == 0;
    }

    private void begin(SimulatedTask task) {
        if (task.gone) {
            return;
        }
        Map<Integer, MapOutputs> inputs = new HashMap<>();
        for (PlannedStage.Parent parent : task.launch.stage().parents()) {
            int shuffleId = parent.stage().shuffle().shuffleId();
            MapOutputs known = scheduler.mapOutputs(shuffleId);
            var none = new MapOutputs(shuffleId, 0L, parent.stage().partitions(), List.of(), 0, List.of(), -1);
            inputs.put(shuffleId, known == null ? none : known);
        }
        task.inputs = inputs;
    }

    private void end(SimulatedTask task) {
        if (task.gone) {
            return;
        }
        Event.TaskFetchFailed unreadable = readInputs(task);
        if (unreadable == null && waitsForOthers(task)) {
            askOthers(task);
        } else if (unreadable != null && !unreadable.unreachableHost().isEmpty() && !task.gaveUp) {
            task.gaveUp = true;
            time.after(TRIES_MILLIS * MILLI, () -> end(task));
        } else if (unreadable != null) {
            counts.count(SimulatedFault.FETCHES_FAILED);
            counts.count(
                    SimulatedFault.HOSTS_UNREACHABLE,
                    !unreadable.unreachableHost().isEmpty());
            finish(task, unreadable);
        } else if (usesFiles(task) && !network.reaches(SimulatedNetwork.HDFS, task.executor.host)) {
            time.after(TRIES_MILLIS * MILLI, () -> endWithoutFiles(task));
        } else if (poisoned.contains(task.launch.stage().id()) || isBad(task.executor) || random.nextInt(40) == 0) {
            counts.count(SimulatedFault.TASKS_FAILED);
            finish(task, new Event.TaskFailed(task.launch.taskId(), ErrorCode.USER_CODE_FAILED, "boom", ""));
        } else if (random.nextInt(60) == 0) {
            finish(task, new Event.TaskKilled(task.launch.taskId()));
        } else if (task.launch.stage().program().output() instanceof StageOutput.Save) {
            askCommit(task);
        } else {
            succeed(task);
        }
    }

    private static boolean usesFiles(SimulatedTask task) {
        StageProgram program = task.launch.stage().program();
        return program.root() instanceof Operator.Values || program.output() instanceof StageOutput.Save;
    }

    private void endWithoutFiles(SimulatedTask task) {
        if (!task.gone) {
            counts.count(SimulatedFault.FILES_UNREACHABLE);
            finish(task, new Event.TaskFailed(task.launch.taskId(), ErrorCode.FILE_SYSTEM, "no answer of HDFS", ""));
        }
    }

    private boolean isBad(SimulatedCluster.Executor executor) {
        return excluding && (executor.host.equals("host-0") || executor.host.equals("host-1"));
    }

    /** What of the inputs cannot be read; null when all can, or when the task's partition is stored already. */
    private Event.TaskFetchFailed readInputs(SimulatedTask task) {
        PlannedStage stage = task.launch.stage();
        if (stage.program().root() instanceof Operator.Cached cached
                && cluster.isStored(new SimulatedCluster.BlockId(cached.id(), task.launch.partition()))) {
            task.madeOf = cluster.madeOf(new SimulatedCluster.BlockId(cached.id(), task.launch.partition()));
            return null;
        }
        Map<String, Long> madeOf = new HashMap<>();
        for (int input = 0; input < stage.parents().size(); input++) {
            int shuffleId = stage.parents().get(input).stage().shuffle().shuffleId();
            MapOutputs all = task.inputs.get(shuffleId);
            Map<Integer, MapOutput> told = new HashMap<>();
            all.getOutputs().forEach(output -> told.put(output.getMapPartition(), output));
            List<Integer> partitions = new ArrayList<>();
            List<Long> taskIds = new ArrayList<>();
            String unreachable = "";
            for (int partition : Outputs.read(all, task.launch.slice(), input)) {
                MapOutput output = told.get(partition);
                boolean cutOff = output != null && !network.reaches(task.executor.host, output.getHost());
                if (output == null || cutOff || !cluster.isReadable(output)) {
                    unreachable = cutOff ? output.getHost() : unreachable;
                    partitions.add(partition);
                    taskIds.add(output == null ? -1L : output.getTaskId());
                } else {
                    read(cluster.madeOf(new SimulatedCluster.FileId(shuffleId, partition, output.getTaskId())), madeOf);
                }
            }
            if (!partitions.isEmpty()) {
                return new Event.TaskFetchFailed(
                        task.launch.taskId(), shuffleId, partitions, taskIds, "segments are gone", unreachable);
            }
        }
        task.madeOf = madeOf;
        return null;
    }

    private static void read(Map<String, Long> input, Map<String, Long> madeOf) {
        madeOf.putAll(input);
    }

    /** Most stages do alike each time, from the same inputs; some never do. */
    private static long contentOf(SimulatedTask task) {
        int stage = task.launch.stage().id();
        long same = 31L * (31L * stage + task.launch.partition()) + task.madeOf.hashCode();
        return 1 + Math.abs(stage % 11 == 0 ? same + 1_000_003L * task.launch.taskId() : same);
    }

    private void askOthers(SimulatedTask task) {
        waiting.put(task.launch.taskId(), task);
        tell(task.executor.host, new Event.BarrierAsked(task.launch.taskId(), 0, true, "here"));
    }

    /** An answer that is lost is asked for again. */
    private void answerWaiting(long taskId, boolean passed) {
        SimulatedTask task = waiting.remove(taskId);
        if (task == null) {
            return;
        }
        String host = task.executor.host;
        network.deliver(SimulatedNetwork.DRIVER, host, () -> {
            boolean lost = resetting.contains(host) || random.nextInt(10) == 0;
            time.after(MILLI, () -> {
                if (task.gone) {
                    return;
                }
                if (lost) {
                    askOthers(task);
                } else {
                    waited(task, passed);
                }
            });
        });
    }

    private void waited(SimulatedTask task, boolean passed) {
        if (passed) {
            counts.count(SimulatedFault.BARRIERS_PASSED);
            task.passed = true;
            end(task);
        } else {
            counts.count(SimulatedFault.BARRIERS_REFUSED);
            finish(task, new Event.TaskFailed(task.launch.taskId(), ErrorCode.BARRIER_BROKEN, "refused", ""));
        }
    }

    /** Of some barrier stages the tasks wait for each other once. */
    private static boolean waitsForOthers(SimulatedTask task) {
        return task.launch.stage().program().isBarrier() && task.launch.stage().id() % 2 == 0 && !task.passed;
    }

    private void askCommit(SimulatedTask task) {
        long question = nextQuestion++;
        asking.put(question, task);
        tell(
                task.executor.host,
                new Event.CommitAsked(
                        question, task.launch.taskId(), task.launch.stage().id(), task.launch.partition()));
    }

    /** An answer that is lost is asked for again, as soon as the driver can be reached. */
    private void sendDecision(SimulatedTask task, boolean allowed) {
        String host = task.executor.host;
        network.deliver(SimulatedNetwork.DRIVER, host, () -> {
            if (!resetting.contains(host)) {
                commitDecided(task, allowed);
            } else if (!task.gone) {
                askCommit(task);
            }
        });
    }

    private void commitDecided(SimulatedTask task, boolean allowed) {
        if (task.gone) {
            return;
        }
        if (!allowed) {
            counts.count(SimulatedFault.COMMITS_DENIED);
            finish(task, new Event.TaskCommitDenied(task.launch.taskId()));
        } else if (random.nextInt(10) == 0) {
            finish(task, new Event.TaskFailed(task.launch.taskId(), ErrorCode.COMMIT_FAILED, "no commit", ""));
        } else {
            succeed(task);
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
            long content = contentOf(task);
            output = MapOutput.newBuilder(output)
                    .setContentDigest(content)
                    .setSizes(sizes(stage.shuffle()))
                    .build();
            Map<String, Long> madeOf = new HashMap<>(task.madeOf);
            madeOf.put(shuffleId + "/" + launch.partition(), content);
            cluster.write(
                    new SimulatedCluster.FileId(shuffleId, launch.partition(), launch.taskId()),
                    task.executor.id,
                    task.executor.host,
                    madeOf);
        }
        store(task);
        if (task.orphan) {
            counts.count(SimulatedFault.LATE_SUCCESSES);
        }
        resultsMadeOf.put(launch.taskId(), task.madeOf);
        tell(task.executor.host, new Event.TaskProgress(launch.taskId(), 0, 0, 0, task.runNanos));
        var success = new Event.TaskSucceeded(launch.taskId(), output);
        if (stage.shuffle() == null && !task.orphan && random.nextInt(5) == 0) {
            task.executor.tasks.remove(launch.taskId());
            task.gone = true;
            tell(task.executor.host, new Event.TaskResultPending(launch.taskId()));
            time.after(random.nextInt(30) * MILLI, () -> tell(task.executor.host, success));
        } else {
            finish(task, success);
        }
    }

    /** Of two out of three shuffles one partition is far above the others. */
    private static ByteBuffer sizes(ShuffleSpec shuffle) {
        long[] bytes = new long[shuffle.reducePartitions()];
        Arrays.fill(bytes, SMALL_SEGMENT);
        if (shuffle.shuffleId() % 3 != 0) {
            bytes[shuffle.shuffleId() % bytes.length] = LARGE_SEGMENT;
        }
        return SegmentSizes.encode(bytes);
    }

    private void store(SimulatedTask task) {
        if (task.launch.stage().program().root() instanceof Operator.Cached cached
                && !task.orphan
                && random.nextInt(10) != 0) {
            var block = new SimulatedCluster.BlockId(cached.id(), task.launch.partition());
            task.executor.blocks.add(block);
            task.executor.blockContents.put(block, task.madeOf);
            tell(
                    task.executor.host,
                    new Event.BlockChanged(task.executor.id, cached.id(), task.launch.partition(), true));
        }
    }

    /** An order that is lost is not given again: who runs on is told apart by its late success. */
    private void sendKill(Command.KillTasks kill) {
        SimulatedCluster.Executor executor = cluster.alive.get(kill.executor());
        counts.count(SimulatedFault.TASKS_RECALLED, kill.reason().equals("another executor has nothing to do"));
        if (executor != null) {
            network.deliver(SimulatedNetwork.DRIVER, executor.host, () -> {
                if (!resetting.contains(executor.host)) {
                    kill(kill);
                }
            });
        }
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
        report(task, event);
    }

    /** Some messages come twice: those that were not acknowledged are sent again. */
    private void report(SimulatedTask task, Event event) {
        tell(task.executor.host, event);
        if (random.nextInt(20) == 0) {
            time.after(random.nextInt(20) * MILLI, () -> tell(task.executor.host, event));
        }
    }

    /** What an executor of this host tells the driver: it repeats it until the driver has it. */
    private void tell(String host, Event event) {
        network.deliver(SimulatedNetwork.DRIVER, host, () -> send(event));
    }

    // ---------------------------------------------------------------- harm

    private void addExecutor(String profile) {
        String id = "e" + nextExecutor++;
        var executor = new SimulatedCluster.Executor(
                id, "host-" + random.nextInt(hosts), mostSlotsPerTask() + random.nextInt(3), profile);
        cluster.alive.put(id, executor);
        register(executor);
    }

    private int mostSlotsPerTask() {
        return kinds.stream().mapToInt(ExecutorProfile::slotsPerTask).max().orElse(1);
    }

    private void register(SimulatedCluster.Executor executor) {
        network.deliver(SimulatedNetwork.DRIVER, executor.host, () -> {
            if (cluster.alive.get(executor.id) == executor && !executor.registered) {
                executor.registered = true;
                send(new Event.ExecutorAdded(
                        executor.id, executor.host, 1, executor.slots, 0, List.of(), executor.profile));
            }
        });
    }

    private void anotherExecutor(String profile) {
        time.after(
                random.nextInt(100) * MILLI,
                () -> network.deliver(
                        SimulatedNetwork.DRIVER, SimulatedNetwork.RESOURCE_MANAGER, () -> addExecutor(profile)));
    }

    private void doHarm() {
        if (jobsToSubmit <= 0 && checker.runningJobs() == 0) {
            return;
        }
        switch (random.nextInt(8)) {
            case 6, 7 -> cut(networkFaults.next());
            case 0, 1 -> loseExecutor();
            case 5 -> loseNode();
            case 2 -> deleteFile();
            case 3 -> reconnect();
            default -> evictBlock();
        }
        time.after((50 + random.nextInt(200)) * MILLI, this::doHarm);
    }

    private void loseExecutor() {
        List<SimulatedCluster.Executor> executors = cluster.executors();
        if (executors.isEmpty()) {
            return;
        }
        SimulatedCluster.Executor lost = executors.get(random.nextInt(executors.size()));
        counts.count(SimulatedFault.EXECUTORS_LOST);
        cluster.alive.remove(lost.id);
        boolean outputLost = random.nextInt(3) == 0;
        boolean livesOn = !outputLost && random.nextInt(3) == 0;
        for (SimulatedTask task : lost.tasks.values()) {
            task.orphan = livesOn;
            task.gone = !livesOn;
        }
        lost.blocks.clear();
        if (outputLost) {
            cluster.deleteFilesOf(lost.id);
        }
        tellLoss(new Event.ExecutorLost(lost.id, "lost by the test", outputLost, random.nextInt(4) == 0));
        if (lost.slots > 0) {
            anotherExecutor(lost.profile);
        }
    }

    /** By the ResourceManager; when it is not heard, by the connection's end and the executor's absence. */
    private void tellLoss(Event.ExecutorLost loss) {
        if (network.reaches(SimulatedNetwork.DRIVER, SimulatedNetwork.RESOURCE_MANAGER)) {
            send(loss);
            return;
        }
        counts.count(SimulatedFault.LOSSES_UNHEARD);
        deadWithoutWord.add(loss.executor());
        network.deliver(SimulatedNetwork.DRIVER, SimulatedNetwork.RESOURCE_MANAGER, () -> send(loss));
        time.after(GRACE_MILLIS * MILLI, () -> send(new Event.ExecutorLost(loss.executor(), "absent", false, false)));
    }

    /** The driver gives up an executor: its container is ended, when the ResourceManager hears it. */
    private void released(String id) {
        SimulatedCluster.Executor executor = cluster.alive.get(id);
        if (executor != null) {
            network.deliver(
                    SimulatedNetwork.DRIVER,
                    SimulatedNetwork.RESOURCE_MANAGER,
                    () -> cluster.alive.remove(id, executor));
        }
    }

    // ---------------------------------------------------------------- cuts

    private void cut(NetworkFaults.Cut cut) {
        if (!network.cut(cut.one(), cut.other())) {
            return;
        }
        networkFaults.happened(cut);
        long millis = cut.millis();
        switch (cut.between()) {
            case DRIVER_AND_EXECUTORS -> {
                time.after(Math.min(GRACE_MILLIS, millis) * MILLI, () -> absent(cut));
                time.after(millis * MILLI + 1, () -> reconnectAfter(cut));
            }
            case RESOURCE_MANAGER_AND_NODE -> {
                time.after(Math.min(GRACE_MILLIS, millis) * MILLI, () -> expire(cut));
                time.after(millis * MILLI + 1, () -> network.heal(cut.one(), cut.other(), () -> {}));
            }
            default -> time.after(millis * MILLI, () -> network.heal(cut.one(), cut.other(), () -> {}));
        }
    }

    /** The driver has not heard of a host's executors for so long that it counts them as lost; they go on. */
    private void absent(NetworkFaults.Cut cut) {
        if (cut.millis() < GRACE_MILLIS) {
            return;
        }
        for (SimulatedCluster.Executor executor : cluster.executors()) {
            if (executor.host.equals(cut.one()) && executor.registered) {
                counts.count(SimulatedFault.EXECUTORS_ABSENT);
                executor.registered = false;
                executor.replaced = true;
                orphan(executor);
                send(new Event.ExecutorLost(executor.id, "absent", false, false));
                if (executor.slots > 0) {
                    anotherExecutor(executor.profile);
                }
            }
        }
    }

    private static void orphan(SimulatedCluster.Executor executor) {
        executor.tasks.values().forEach(task -> task.orphan = true);
        executor.tasks.clear();
    }

    /** The executors of the host connect again: those that were counted as lost register anew, unless their containers were ended. */
    private void reconnectAfter(NetworkFaults.Cut cut) {
        List<SimulatedCluster.Executor> there = cluster.executors().stream()
                .filter(executor -> executor.host.equals(cut.one()))
                .toList();
        if (cut.connectionEnds()) {
            resetting.add(cut.one());
        }
        network.heal(cut.one(), cut.other(), () -> there.forEach(executor -> cameBack(executor, cut)));
        resetting.remove(cut.one());
    }

    private void cameBack(SimulatedCluster.Executor executor, NetworkFaults.Cut cut) {
        if (executor.registered && cut.connectionEnds()) {
            send(new Event.ExecutorReturned(executor.id));
            tellBlocks(executor);
        } else if (executor.replaced && random.nextBoolean()) {
            cluster.alive.remove(executor.id);
        } else if (executor.replaced) {
            executor.replaced = false;
            counts.count(SimulatedFault.EXECUTORS_CAME_BACK);
            register(executor);
            tellBlocks(executor);
        }
    }

    private void tellBlocks(SimulatedCluster.Executor executor) {
        for (SimulatedCluster.BlockId block : List.copyOf(executor.blocks)) {
            send(new Event.BlockChanged(executor.id, block.rddId(), block.partition(), true));
        }
    }

    /** The ResourceManager counts a node as lost that goes on; what the driver then wants of its executors they may not hear. */
    private void expire(NetworkFaults.Cut cut) {
        String host = cut.one();
        if (cut.millis() < GRACE_MILLIS) {
            return;
        }
        counts.count(SimulatedFault.NODES_EXPIRED);
        for (SimulatedCluster.Executor executor : cluster.executors()) {
            if (executor.host.equals(host)) {
                cluster.alive.remove(executor.id);
                boolean livesOn = !network.reaches(SimulatedNetwork.DRIVER, host);
                executor.tasks.values().forEach(task -> {
                    task.orphan = livesOn;
                    task.gone = !livesOn;
                });
                tellLoss(new Event.ExecutorLost(executor.id, "its node is lost", true, false));
                if (executor.slots > 0) {
                    anotherExecutor(executor.profile);
                }
            }
        }
        network.deliver(
                SimulatedNetwork.DRIVER,
                SimulatedNetwork.RESOURCE_MANAGER,
                () -> send(new Event.NodeLost(host, "expired by the test")));
    }

    /** A node is gone with all that ran and lay there. */
    private void loseNode() {
        if (random.nextInt(4) > 0) {
            return;
        }
        counts.count(SimulatedFault.NODES_LOST);
        String host = "host-" + random.nextInt(hosts);
        cluster.deleteFilesOn(host);
        for (SimulatedCluster.Executor executor : cluster.executors()) {
            if (executor.host.equals(host)) {
                cluster.alive.remove(executor.id);
                executor.tasks.values().forEach(task -> task.gone = true);
                tellLoss(new Event.ExecutorLost(executor.id, "its node is lost", true, false));
                if (executor.slots > 0) {
                    anotherExecutor(executor.profile);
                }
            }
        }
        network.deliver(
                SimulatedNetwork.DRIVER,
                SimulatedNetwork.RESOURCE_MANAGER,
                () -> send(new Event.NodeLost(host, "lost by the test")));
    }

    /** An executor connects again; some tasks never came there, of some the end is told later. */
    private void reconnect() {
        List<SimulatedCluster.Executor> executors = cluster.executors();
        if (executors.isEmpty()) {
            return;
        }
        SimulatedCluster.Executor executor = executors.get(random.nextInt(executors.size()));
        if (!executor.registered || !network.reaches(SimulatedNetwork.DRIVER, executor.host)) {
            return;
        }
        counts.count(SimulatedFault.CONNECTIONS_LOST);
        send(new Event.ExecutorReturned(executor.id));
        tellBlocks(executor);
        for (SimulatedTask task : List.copyOf(executor.tasks.values())) {
            if (!task.gone && random.nextInt(3) == 0) {
                counts.count(SimulatedFault.TASKS_VANISHED);
                boolean endIsToldLater = random.nextBoolean();
                task.orphan = endIsToldLater;
                task.gone = !endIsToldLater;
                executor.tasks.remove(task.launch.taskId());
                send(new Event.TaskVanished(task.launch.taskId()));
            }
        }
    }

    private void deleteFile() {
        List<SimulatedCluster.FileId> files = cluster.allFiles();
        if (!files.isEmpty()) {
            counts.count(SimulatedFault.FILES_DELETED);
            int recent = Math.min(files.size(), 60);
            cluster.deleteFile(files.get(files.size() - 1 - random.nextInt(recent)));
        }
    }

    private void evictBlock() {
        for (SimulatedCluster.Executor executor : cluster.executors()) {
            var block = executor.blocks.stream()
                    .min(java.util.Comparator.comparingInt(SimulatedCluster.BlockId::rddId)
                            .thenComparingInt(SimulatedCluster.BlockId::partition));
            if (block.isPresent() && random.nextBoolean()) {
                counts.count(SimulatedFault.BLOCKS_EVICTED);
                executor.blocks.remove(block.get());
                tell(
                        executor.host,
                        new Event.BlockChanged(
                                executor.id, block.get().rddId(), block.get().partition(), false));
            }
        }
    }
}
