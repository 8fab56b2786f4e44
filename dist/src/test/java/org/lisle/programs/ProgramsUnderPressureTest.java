package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lisle.api.LisleContext;
import org.lisle.core.fault.FaultPoint;
import org.lisle.dag.driver.ApplicationStatus;
import org.lisle.faults.Order;
import org.lisle.faults.WiredCluster;
import org.lisle.local.WatchedLocal;

/** Every operation on random data, in a memory pool that is too small for it, and with an executor that is killed in its midst. */
class ProgramsUnderPressureTest {
    static Stream<Program> programs() {
        return Program.all();
    }

    /** Those that combine, gather, sort or place the large pairs. */
    private static final List<String> MUST_SPILL = List.of(
            "reduceByKey",
            "aggregateByKey",
            "foldByKey",
            "combineByKey",
            "reduceByKeyLocally",
            "groupByKey",
            "groupByKey whose groups are gone through twice",
            "cogroup",
            "cogroup with three",
            "join",
            "leftOuterJoin",
            "rightOuterJoin",
            "fullOuterJoin",
            "subtractByKey",
            "sortByKey",
            "repartitionAndSortWithinPartitions",
            "distinct pairs",
            "intersection of pairs",
            "cartesian",
            "sampleByKeyExact");

    @Test
    void theOperationsThatMustSpillAreThere() {
        assertThat(programs().map(Program::name)).containsAll(MUST_SPILL);
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class WithoutMemory {
        @SuppressWarnings("NullAway.Init")
        private LisleContext context;

        @BeforeAll
        void open() {
            context = LisleContext.builder()
                    .appName("programs without memory")
                    .master(WatchedLocal.master(2, 64 << 10))
                    .build();
        }

        @AfterAll
        void close() {
            context.close();
        }

        @ParameterizedTest
        @MethodSource("org.lisle.programs.ProgramsUnderPressureTest#programs")
        void givesWhatPlainJavaGivesWhenItSpills(Program program) throws Exception {
            long before = spilled();
            program.check(context, Shape.large(5));
            if (MUST_SPILL.contains(program.name())) {
                assertThat(spilled() - before).as("bytes spilled").isPositive();
            }
        }

        private static long spilled() {
            return WatchedLocal.status().stages().stream()
                    .map(ApplicationStatus.Stage::metrics)
                    .mapToLong(metrics -> metrics.getBytesSpilled())
                    .sum();
        }
    }

    @Nested
    @Timeout(120)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class WithoutAnExecutor {
        private static final List<FaultPoint> POINTS =
                List.of(FaultPoint.TASK_START, FaultPoint.TASK_OUTPUT, FaultPoint.TASK_REPORT);

        @TempDir
        static Path folder;

        private final Random random = new Random(11);

        @SuppressWarnings("NullAway.Init")
        private WiredCluster cluster;

        @SuppressWarnings("NullAway.Init")
        private LisleContext context;

        @BeforeAll
        void open() {
            cluster = new WiredCluster(folder);
            context = cluster.context();
        }

        @AfterAll
        void close() {
            context.close();
            cluster.close();
        }

        @ParameterizedTest
        @MethodSource("org.lisle.programs.ProgramsUnderPressureTest#programs")
        void givesWhatPlainJavaGivesWhenAnExecutorIsKilled(Program program) throws Exception {
            FaultPoint point = POINTS.get(random.nextInt(POINTS.size()));
            int before = cluster.attemptsBegun();
            Order killed = cluster.killNextAt(point);
            program.check(context, Shape.random(random.nextInt(1_000), false));
            assertThat(killed.fired().get())
                    .as("executors killed at %s, unless nothing ran", point)
                    .isEqualTo(cluster.attemptsBegun() == before ? 0 : 1);
        }
    }
}
