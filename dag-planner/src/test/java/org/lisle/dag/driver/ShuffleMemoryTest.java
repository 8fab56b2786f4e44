package org.lisle.dag.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lisle.core.config.LisleConf;
import org.lisle.core.message.GetMapOutputs;
import org.lisle.core.message.LaunchTasks;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.MapOutputs;
import org.lisle.core.message.TaskDefinition;
import org.lisle.core.message.TaskMetrics;
import org.lisle.core.message.TaskState;
import org.lisle.core.message.TaskUpdate;
import org.lisle.core.message.TaskUpdates;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.core.shuffle.SegmentSizes;
import org.lisle.dag.journal.DriverJournal;
import org.lisle.dag.simulate.Plans;

/** A hundred million segments: what the driver keeps of them, and what it tells of them. */
@SuppressWarnings("NullAway") // a null here fails the test
class ShuffleMemoryTest {
    private static final int MAPS = 10_000;
    private static final int REDUCERS = 10_000;
    private static final int EXECUTORS = 100;
    private static final long MOST_BYTES = 64_000_000;
    private static final long SEED = 3;

    /** Factors of sizes: 95 of 100 within a factor of 23, and now and then a large or an empty one. */
    private static final double[] FACTORS = new double[1 << 16];

    static {
        Random random = new Random(SEED);
        for (int i = 0; i < FACTORS.length; i++) {
            int kind = random.nextInt(1_000);
            double usual = Math.exp(0.8 * random.nextGaussian());
            FACTORS[i] = kind < 10 ? 0 : kind < 12 ? 1_000 * usual : usual;
        }
    }

    private static long size(int map, int reduce) {
        return (long) (FACTORS[(map * 40_503 + reduce * 7) & 0xffff] * (200 + map));
    }

    private static final class NoCluster implements ClusterGateway {
        @Override
        public void wantExecutors(ExecutorProfile kind, int total, Map<String, Integer> tasksByHost) {}

        @Override
        public void releaseExecutor(String executor, String reason) {}
    }

    /** Ends map tasks at once, with sizes of their own, and never a reduce task; keeps nothing. */
    private static final class Executor implements ExecutorGateway {
        private final String id;
        private final DriverServices services;
        private final CountDownLatch reduces;
        private final long[] sizes = new long[REDUCERS];

        Executor(int number, DriverServices services, CountDownLatch reduces) {
            this.id = "" + number;
            this.services = services;
            this.reduces = reduces;
            services.executorAdded(FakeExecutor.registration(id, "host-" + number, 2, number), this);
        }

        @Override
        public void send(SpecificRecord message) {
            if (message instanceof LaunchTasks launch) {
                List<TaskUpdate> ended = new ArrayList<>();
                for (TaskDefinition task : launch.getTasks()) {
                    if (task.getStageId() == 1) {
                        ended.add(mapped(task));
                    } else {
                        reduces.countDown();
                    }
                }
                services.request(new TaskUpdates(id, 1, ended));
            }
        }

        private TaskUpdate mapped(TaskDefinition task) {
            for (int reduce = 0; reduce < REDUCERS; reduce++) {
                sizes[reduce] = size(task.getPartition(), reduce);
            }
            MapOutput output = MapOutput.newBuilder(
                            Plans.mapOutput(7, task.getPartition(), task.getTaskId(), id, "host-" + id, 7000))
                    .setSizes(SegmentSizes.encode(sizes))
                    .setContentDigest(1)
                    .build();
            return new TaskUpdate(
                    task.getTaskId(), TaskState.SUCCEEDED, new TaskMetrics(), null, output, null, null, List.of());
        }
    }

    @Test
    @Timeout(120)
    void sizesOfTenThousandByTenThousandSegmentsFitIn64Megabytes() throws Exception {
        try (var driver = new DriverRuntime(
                LisleConf.empty(),
                new NoCluster(),
                (executor, host, port, block) -> new CompletableFuture<>(),
                Clock.systemUTC(),
                System::nanoTime,
                program -> new byte[] {1},
                DriverJournal.none(1),
                null)) {
            var reduces = new CountDownLatch(2 * EXECUTORS);
            for (int executor = 0; executor < EXECUTORS; executor++) {
                new Executor(executor, driver.services(), reduces);
            }
            driver.status();
            long before = usedAfterCollection();

            var maps = Plans.mapStage(1, 7, MAPS, REDUCERS);
            driver.jobs().submit(Plans.job(0, Plans.resultStage(2, maps), Map.of()), (partition, task, result) -> {});
            reduces.await();
            int told = assertToldInPages(driver.services());
            long kept = usedAfterCollection() - before;

            System.out.printf("%d bytes for %d x %d segments, plans included%n", kept, MAPS, REDUCERS);
            assertThat(told).isEqualTo(MAPS);
            assertThat(kept).isBetween((long) MAPS * REDUCERS / 8, MOST_BYTES);
        }
    }

    /** Each page is a small message; the sizes of all are within a tenth. Returns how many outputs were told. */
    private static int assertToldInPages(DriverServices services) throws Exception {
        int told = 0;
        for (int next = 0; next >= 0; ) {
            var page = (MapOutputs) services.request(new GetMapOutputs(7, 1, next))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            assertThat(page.getOutputs().stream()
                            .mapToInt(output -> output.getSizes().remaining())
                            .sum())
                    .isLessThan(2 << 20);
            for (MapOutput output : page.getOutputs()) {
                assertThat(output.getMapPartition()).isEqualTo(told++);
                assertNear(output.getMapPartition(), output.getSizes());
            }
            next = page.getNext();
        }
        return told;
    }

    private static void assertNear(int map, ByteBuffer sizes) {
        long[] told = new long[REDUCERS];
        SegmentSizes.addTo(sizes, told);
        for (int reduce = 0; reduce < REDUCERS; reduce++) {
            long size = size(map, reduce);
            if (Math.abs(told[reduce] - size) > size * 0.1) {
                throw new AssertionError("seed " + SEED + ": segment " + reduce + " of map " + map + " has " + size
                        + " bytes, not " + told[reduce]);
            }
        }
    }

    private static long usedAfterCollection() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }
}
