package org.lisle.dag.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.message.MapOutput;
import org.lisle.core.unit.DataSize;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.Command;
import org.lisle.dag.schedule.Event;
import org.lisle.dag.schedule.ExclusionConfig;
import org.lisle.dag.schedule.Policies;
import org.lisle.dag.schedule.Scheduler;
import org.lisle.dag.schedule.SchedulerConfig;
import org.lisle.dag.schedule.SpeculationConfig;

/** Ten thousand executors, a million tasks: the scheduler keeps up in little memory. */
class LargeSimulationTest {
    private static final long SEED = 7;
    private static final int EXECUTORS = 10_000;
    private static final int SLOTS = 2;
    private static final int JOBS = 4;
    private static final int MAPS = 225_000;
    private static final int REDUCERS = 25_000;
    /** Of this thread's processor: other work on the machine is not the scheduler's. */
    private static final Duration MOST_TIME = Duration.ofMinutes(2);

    private static final DataSize MOST_HEAP = DataSize.parse("1500m");

    private record Ending(long at, long taskId, int stageId, int partition, int executor)
            implements Comparable<Ending> {
        @Override
        public int compareTo(Ending other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(taskId, other.taskId);
        }
    }

    private final Random random = new Random(SEED);
    private final PriorityQueue<Ending> endings = new PriorityQueue<>();
    private final Set<String> lost = new HashSet<>();
    private final int[] running = new int[EXECUTORS];
    private final BitSet[] results = new BitSet[JOBS];
    private int jobsEnded;
    private int launches;
    private int nearby;
    private int stageStarts;

    private final Scheduler scheduler = new Scheduler(new SchedulerConfig(
                    8,
                    40,
                    TimeUnit.SECONDS.toNanos(1),
                    true,
                    Map.of(),
                    Long.MAX_VALUE / 4,
                    host -> "rack-" + host.length())
            .with(new Policies(ExclusionConfig.USUAL, SpeculationConfig.USUAL)));
    private long now;

    @Test
    @Timeout(600)
    void schedulesAMillionTasksOnTenThousandExecutors() {
        long begin = processorNanos();
        for (int executor = 0; executor < EXECUTORS; executor++) {
            handle(new Event.ExecutorAdded("e" + executor, "host-" + executor, 1, SLOTS));
        }
        for (int job = 0; job < JOBS; job++) {
            results[job] = new BitSet();
            handle(new Event.JobSubmitted(job(job)));
        }
        handle(new Event.Tick());

        long events = 0;
        long heap = 0;
        while (jobsEnded < JOBS) {
            Ending ending = endings.poll();
            check(ending != null, "no task runs");
            now = Math.max(now, ending.at);
            end(ending);
            handle(new Event.Tick());
            if (++events % 100_000 == 0) {
                heap = Math.max(heap, usedHeap());
            }
            if (events % 10_000 == 0) {
                loseExecutor();
            }
        }

        Duration took = Duration.ofNanos(processorNanos() - begin);
        System.out.printf(
                "%d tasks, %d launches (%d on their host), %d executors lost: %d ms of the processor, %d MiB of heap%n",
                JOBS * (MAPS + REDUCERS), launches, nearby, lost.size(), took.toMillis(), heap >> 20);
        for (BitSet delivered : results) {
            assertThat(delivered.cardinality()).isEqualTo(REDUCERS);
        }
        assertThat(launches).isGreaterThanOrEqualTo(JOBS * (MAPS + REDUCERS));
        assertThat(launches).as("launches, repeated ones included").isLessThan(JOBS * (MAPS + REDUCERS) * 11 / 10);
        assertThat(nearby).as("maps on the host of their input").isGreaterThan(JOBS * MAPS / 2);
        assertThat(stageStarts).isGreaterThanOrEqualTo(2 * JOBS);
        assertThat(lost).hasSizeGreaterThan(50);
        assertThat(took).isLessThan(MOST_TIME);
        assertThat(new DataSize(heap)).isLessThan(MOST_HEAP);
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private PlannedJob job(int job) {
        List<List<String>> hosts = new ArrayList<>(MAPS);
        for (int map = 0; map < MAPS; map++) {
            hosts.add(List.of("host-" + random.nextInt(EXECUTORS), "host-" + random.nextInt(EXECUTORS)));
        }
        PlannedStage maps = Plans.mapStage(2 * job + 1, job + 1, REDUCERS, hosts);
        return Plans.job(
                job, Plans.resultStage(2 * job + 2, maps), Map.of(SchedulerConfig.POOL_PROPERTY, "pool-" + job % 2));
    }

    private void handle(Event event) {
        scheduler.handle(now, event, this::carryOut);
    }

    private void carryOut(Command command) {
        if (command instanceof Command.LaunchTasks launch) {
            int executor = Integer.parseInt(launch.executor().substring(1));
            for (Command.TaskLaunch task : launch.tasks()) {
                launches++;
                nearby += isNear(task, launch.executor()) ? 1 : 0;
                running[executor]++;
                check(running[executor] <= SLOTS, "more tasks than slots on an executor");
                long duration = TimeUnit.MILLISECONDS.toNanos(1_000 + random.nextInt(9_000));
                endings.add(
                        new Ending(now + duration, task.taskId(), task.stage().id(), task.partition(), executor));
            }
        } else if (command instanceof Command.AttemptEnded ended) {
            running[Integer.parseInt(ended.executor().substring(1))]--;
        } else if (command instanceof Command.DeliverResult deliver) {
            check(!results[deliver.jobId()].get(deliver.partition()), "a result came twice");
            results[deliver.jobId()].set(deliver.partition());
        } else if (command instanceof Command.JobEnded ended) {
            check(ended.failure() == null, "a job failed");
            jobsEnded++;
        } else if (command instanceof Command.StageStarted) {
            stageStarts++;
        }
    }

    /** Checked so often that AssertJ would be most of the work. */
    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError("seed " + SEED + ": " + otherwise);
        }
    }

    private static boolean isNear(Command.TaskLaunch task, String executor) {
        if (task.stage().shuffle() == null) {
            return false;
        }
        var leaf =
                new org.lisle.core.operator.Partitions.Of(task.stage().program().root(), task.partition());
        return task.stage().leaves().hosts(leaf).contains("host-" + executor.substring(1));
    }

    private void end(Ending ending) {
        String executor = "e" + ending.executor;
        if (lost.contains(executor)) {
            return;
        }
        if (random.nextInt(1_000) == 0) {
            handle(new Event.TaskFailed(ending.taskId, ErrorCode.USER_CODE_FAILED, "boom", ""));
            return;
        }
        boolean map = ending.stageId % 2 == 1;
        MapOutput output = map
                ? new MapOutput(
                        (ending.stageId + 1) / 2,
                        ending.partition,
                        ending.taskId,
                        executor,
                        "host-" + ending.executor,
                        1,
                        "/disk",
                        ByteBuffer.wrap(new byte[64]),
                        0L,
                        ByteBuffer.allocate(0))
                : null;
        handle(new Event.TaskSucceeded(ending.taskId, output));
    }

    private void loseExecutor() {
        String executor = "e" + random.nextInt(EXECUTORS);
        if (lost.add(executor)) {
            handle(new Event.ExecutorLost(executor, "by the test", true, false));
            handle(new Event.Tick());
        }
    }

    private static long usedHeap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
