package org.lisle.executor.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.HashPartitioner;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.executor.memory.TaskMemory;
import org.lisle.executor.shuffle.fetch.RecordStream;
import org.lisle.executor.shuffle.write.ShuffleWriter;
import org.lisle.executor.testing.CountingMetrics;
import org.lisle.executor.testing.FakeDriver;
import org.lisle.executor.testing.TestCodec;
import org.lisle.executor.testing.TestExecutor;

/**
 * The same records through a shuffle of few tasks and of many: what a reduce task opens, asks for and allocates. Two executors of one node
 * write; a task of that node and one of another read. Things are counted, not seconds.
 */
class ShuffleGrowthTest {
    private static final int RECORDS = 40_000;
    private static final int WRITERS = 2;

    /**
     * Of one reduce task, on the average.
     *
     * @param openedHere files that one on the writers' node opens
     * @param openedThere files that are opened to send to one on another node
     * @param requests that one on another node makes
     * @param allocated bytes that one on another node allocates
     * @param questions to the driver, of all tasks of an executor
     */
    private record Cost(double openedHere, double openedThere, double requests, double allocated, int questions) {}

    @Test
    void aReduceTaskCostsTheSameWithTenTimesTheTasks(@TempDir Path disk) throws IOException {
        growsWithSegmentsAlone(disk, new int[] {2, 20, 200});
    }

    @Test
    @Tag("soak")
    void aReduceTaskCostsTheSameWithAThousandTimesTheTasks(@TempDir Path disk) throws IOException {
        growsWithSegmentsAlone(disk, new int[] {2, 200, 2_000});
    }

    private static void growsWithSegmentsAlone(Path disk, int[] tasks) throws IOException {
        // loads classes
        new Shuffle(disk.resolve("first"), 2, 2).measure();
        List<String> rows = new ArrayList<>();
        Cost[][] costs = new Cost[tasks.length][tasks.length];
        for (int m = 0; m < tasks.length; m++) {
            for (int r = 0; r < tasks.length; r++) {
                Path place = disk.resolve(tasks[m] + "x" + tasks[r]);
                costs[m][r] = new Shuffle(place, tasks[m], tasks[r]).measure();
                rows.add(tasks[m] + " x " + tasks[r] + ": " + costs[m][r]);
            }
        }
        String table = String.join("\n", rows);
        System.out.println(table);
        for (int i = 0; i < tasks.length; i++) {
            for (int r = 0; r < tasks.length; r++) {
                assertOpensAndAsksFor(costs[i][r], tasks[i], tasks[r], table);
            }
            int maps = i;
            assertAddsNoMore(
                    r -> costs[maps][r].allocated * tasks[r], tasks, tasks[i], "reduce task, maps: " + tasks[i], table);
        }
        int many = tasks.length - 1;
        assertAddsNoMore(m -> costs[m][many].allocated, tasks, 1, "map task, reduces: " + tasks[many], table);
    }

    /**
     * A task more allocates as much among many as among few, but for finding sizes in a prefix code, which outputs have from 1,024 reduce
     * tasks on: up to 500 bytes an output.
     */
    private static void assertAddsNoMore(IntToDoubleFunction bytes, int[] tasks, int outputs, String of, String table) {
        double amongFew = (bytes.applyAsDouble(1) - bytes.applyAsDouble(0)) / (tasks[1] - tasks[0]);
        double amongMany = (bytes.applyAsDouble(2) - bytes.applyAsDouble(1)) / (tasks[2] - tasks[1]);
        System.out.printf("bytes allocated for one more %s: %.0f, %.0f%n", of, amongFew, amongMany);
        assertThat(amongMany).as("bytes for one more %s%n%s", of, table).isLessThan(1.2 * amongFew + 500.0 * outputs);
    }

    private static void assertOpensAndAsksFor(Cost cost, int maps, int reduces, String table) {
        int copies = copiesOf(maps, reduces);
        double files = copies > 0 ? copies : maps;
        assertThat(cost.openedHere).as("opened on the node%n%s", table).isLessThanOrEqualTo(files);
        assertThat(cost.openedThere).as("opened for another node%n%s", table).isLessThanOrEqualTo(2 * files + 1);
        assertThat(cost.requests)
                .as("requests of %d x %d%n%s", maps, reduces, table)
                .isLessThanOrEqualTo(WRITERS * (1 + maps / 1024) + 5);
        assertThat(cost.questions).as("questions to the driver%n%s", table).isEqualTo(1);
    }

    /** How many files the outputs are copied into: one for so many as can be merged at a time of each writer's. */
    private static int copiesOf(int maps, int reduces) {
        int ofEach = maps / WRITERS;
        int together = Math.min(512, (1 << 20) / reduces);
        return ofEach < 16 ? 0 : WRITERS * ((ofEach + together - 1) / together);
    }

    /** One shuffle, written, and read twice: once until copies are made, then counted. */
    private static final class Shuffle {
        private final Path disk;
        private final int maps;
        private final int reduces;
        private final ShuffleSpec spec;
        private final FakeDriver driver = new FakeDriver();
        private final CountingMetrics metrics = new CountingMetrics();
        private final List<TestExecutor> writers = new ArrayList<>();
        private long nextTask;

        Shuffle(Path disk, int maps, int reduces) {
            this.disk = disk;
            this.maps = maps;
            this.reduces = reduces;
            this.spec = new ShuffleSpec(1, maps, new HashPartitioner(reduces), null);
            driver.shuffle(1, maps);
        }

        Cost measure() throws IOException {
            for (int writer = 0; writer < WRITERS; writer++) {
                writers.add(new TestExecutor("w" + writer, 64 << 20, List.of(disk), driver, "127.0.0.1"));
            }
            TestExecutor there = new TestExecutor("r", 64 << 20, List.of(disk), driver, "elsewhere");
            try {
                write();
                writers.forEach(writer -> writer.merged.of(1));
                await().atMost(Duration.ofMinutes(2)).until(() -> copies() == copiesOf(maps, reduces));
                readAll(writers.get(0));
                TestExecutor here = writers.get(0);
                long opened = here.directories.filesOpened();
                readAll(here);
                opened = here.directories.filesOpened() - opened;
                int questions = driver.mapOutputQuestions();
                int served = served();
                int sent = sent();
                long allocated = allocatedByThisThread();
                readAll(there);
                allocated = allocatedByThisThread() - allocated;
                return new Cost(
                        (double) opened / reduces,
                        (double) (sent() - sent) / reduces,
                        (double) (served() - served) / reduces,
                        (double) allocated / reduces,
                        driver.mapOutputQuestions() - questions);
            } finally {
                there.close();
                writers.forEach(TestExecutor::close);
            }
        }

        private int served() {
            return writers.stream().mapToInt(writer -> writer.served.get()).sum();
        }

        private int sent() {
            return writers.stream().mapToInt(writer -> writer.filesServed.get()).sum();
        }

        private long copies() throws IOException {
            Path folder = disk.resolve("lisle-shuffle/shuffle_1/merged");
            if (!Files.isDirectory(folder)) {
                return 0;
            }
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(file -> file.toString().endsWith(".merged")).count();
            }
        }

        private void write() {
            for (int map = 0; map < maps; map++) {
                TestExecutor writer = writers.get(map % WRITERS);
                try (TaskMemory memory = writer.pool.forTask(nextTask)) {
                    ShuffleWriter out = writer.writers.open(spec, map, nextTask++, memory, new TestCodec(), metrics);
                    for (int record = map; record < RECORDS; record += maps) {
                        out.write(record / maps % reduces, "key " + record, (long) record);
                    }
                    driver.output(out.commit());
                }
            }
        }

        private void readAll(TestExecutor reader) {
            long records = metrics.recordsRead;
            for (int partition = 0; partition < reduces; partition++) {
                try (TaskMemory memory = reader.pool.forTask(nextTask++);
                        RecordStream stream =
                                reader.fetcher.read(spec, partition, MapRange.ALL, memory, new TestCodec(), metrics)) {
                    while (stream.next()) {}
                }
            }
            assertThat(metrics.recordsRead - records).isEqualTo(RECORDS);
        }
    }

    private static long allocatedByThisThread() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
