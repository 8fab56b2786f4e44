package org.lisle.executor.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.api.HashPartitioner;
import org.lisle.core.compress.Compression;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultPoint;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.memory.TaskMemory;
import org.lisle.executor.shuffle.fetch.RecordStream;
import org.lisle.executor.shuffle.merge.MergedSegments;
import org.lisle.executor.shuffle.segment.MapOutputName;
import org.lisle.executor.shuffle.write.ShuffleWriter;
import org.lisle.executor.testing.CountingMetrics;
import org.lisle.executor.testing.FakeDriver;
import org.lisle.executor.testing.TestCodec;
import org.lisle.executor.testing.TestExecutor;

/** Small map outputs are copied into files that hold a reduce partition's segments side by side; what is read does not change. */
class MergedSegmentsTest {
    private static final String SAME_NODE = "127.0.0.1";
    private static final String OTHER_NODE = "elsewhere";
    private static final int MAPS = 40;
    private static final int PARTITIONS = 25;
    private static final long SEED = 11;
    private static final ShuffleSpec SHUFFLE = new ShuffleSpec(1, MAPS, new HashPartitioner(PARTITIONS), null);

    @TempDir
    Path disk;

    private final FakeDriver driver = new FakeDriver();
    private final List<TestExecutor> executors = new ArrayList<>();
    private final CountingMetrics metrics = new CountingMetrics();
    private final List<List<String>> expected = new ArrayList<>();
    private long nextTask;

    @AfterEach
    void stop() {
        executors.forEach(TestExecutor::close);
    }

    @Test
    void aTaskOfTheNodeOpensOneFileInsteadOfOneAMapTask() throws IOException {
        TestExecutor writer = executor("w", SAME_NODE, FaultInjector.NONE);
        writeAll(writer);
        merge(writer);
        read(writer, 0);
        long before = writer.directories.filesOpened();

        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(read(writer, partition)).as("seed %d", SEED).isEqualTo(expected.get(partition));
        }

        // nothing is opened for the empty one
        assertThat(writer.directories.filesOpened() - before).isEqualTo(PARTITIONS - 1);
        assertThat(metrics.remoteBytes).isZero();
    }

    @Test
    void aTaskOfAnotherNodeIsSentOneFileInsteadOfOneAMapTask() throws IOException {
        TestExecutor writer = executor("w", SAME_NODE, FaultInjector.NONE);
        TestExecutor reader = executor("r", OTHER_NODE, FaultInjector.NONE);
        writeAll(writer);
        merge(writer);

        for (int partition = 0; partition < PARTITIONS; partition++) {
            int requests = writer.served.get();
            int files = writer.filesServed.get();
            assertThat(read(reader, partition)).as("seed %d", SEED).isEqualTo(expected.get(partition));
            assertThat(writer.filesServed.get() - files).isEqualTo(writer.served.get() - requests);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SAME_NODE, OTHER_NODE})
    void aNeighbourServesTheCopiesOfADeadExecutor(String readerHost) throws IOException {
        TestExecutor dead = executor("w", SAME_NODE, FaultInjector.NONE);
        TestExecutor neighbour = executor("s", SAME_NODE, FaultInjector.NONE);
        TestExecutor reader = executor("r", readerHost, FaultInjector.NONE);
        writeAll(dead);
        merge(dead);
        dead.die();
        driver.move("w", neighbour.id, neighbour.address.port());

        assertThat(read(reader, 3)).as("seed %d", SEED).isEqualTo(expected.get(3));

        assertThat(neighbour.filesServed.get()).isEqualTo(neighbour.served.get());
        assertThat(reader.directories.filesOpened()).isLessThan(MAPS);
    }

    @ParameterizedTest
    @ValueSource(strings = {SAME_NODE, OTHER_NODE})
    void aDamagedCopyCostsNothingButTime(String readerHost) throws IOException {
        TestExecutor writer = executor("w", SAME_NODE, FaultInjector.NONE);
        TestExecutor reader = executor("r", readerHost, FaultInjector.NONE);
        writeAll(writer);
        Path copy = merge(writer);
        flipByte(copy, Files.size(copy) - 10);

        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(read(reader, partition)).as("seed %d", SEED).isEqualTo(expected.get(partition));
        }
    }

    @ParameterizedTest
    @CsvSource({SAME_NODE + ", 30", OTHER_NODE + ", 30", SAME_NODE + ", 600", OTHER_NODE + ", 600"})
    void aCopyWhoseMembersOrPlacesAreDamagedIsPassedOver(String readerHost, long at) throws IOException {
        TestExecutor writer = executor("w", SAME_NODE, FaultInjector.NONE);
        TestExecutor server = executor("s", SAME_NODE, FaultInjector.NONE);
        TestExecutor reader = executor("r", readerHost, FaultInjector.NONE);
        writeAll(writer);
        Path copy = merge(writer);
        driver.move("w", server.id, server.address.port());
        flipByte(copy, at);

        assertThat(read(reader, 0)).as("seed %d", SEED).isEqualTo(expected.get(0));
    }

    @Test
    void whenThereIsNoRoomForACopyThereIsNone() throws IOException {
        var full = new FaultInjector() {
            private volatile int fired;

            @Override
            public Fault at(FaultPoint point, String key) {
                if (point != FaultPoint.DISK_WRITE || !key.contains("merged")) {
                    return Fault.NONE;
                }
                fired++;
                return new Fault(Fault.Kind.DISK_FULL, Duration.ZERO);
            }
        };
        TestExecutor writer = executor("w", SAME_NODE, full);
        writeAll(writer);

        assertThat(read(writer, 1)).isEqualTo(expected.get(1));
        await().until(() -> full.fired == 1);

        assertThat(read(writer, 2)).isEqualTo(expected.get(2));
        assertThat(copies()).isEmpty();
    }

    // ---------------------------------------------------------------- when

    @Test
    void fewOutputsOrLargeOnesAreNotMerged() {
        List<Runnable> work = new ArrayList<>();
        var directories = new LocalDirectories(List.of(disk), "w");
        var merged = new MergedSegments(directories, "w", work::add);
        for (int map = 0; map < 15; map++) {
            merged.written(new MapOutputName(1, map, map), disk.resolve("small-" + map), 1_000, 10);
        }
        for (int map = 0; map < 100; map++) {
            merged.written(new MapOutputName(2, map, map), disk.resolve("large-" + map), 100_000, 10);
        }
        merged.of(1);
        merged.of(2);
        assertThat(work).isEmpty();

        merged.written(new MapOutputName(1, 15, 15), disk.resolve("small-15"), 1_000, 10);
        merged.of(1);
        merged.of(1);
        assertThat(work).hasSize(1);
    }

    @Test
    void aShuffleThatIsRemovedWhileItIsMergedLeavesNothing() throws IOException {
        List<Runnable> work = new ArrayList<>();
        TestExecutor writer = executor("w", SAME_NODE, FaultInjector.NONE);
        var merged = new MergedSegments(writer.directories, "other", work::add);
        writeAll(writer);
        try (Stream<Path> outputs = Files.list(disk.resolve("lisle-shuffle/shuffle_1"))) {
            outputs.filter(file -> file.toString().endsWith(".data")).forEach(data -> {
                String[] parts = data.getFileName().toString().split("[_.]");
                var name = new MapOutputName(1, Integer.parseInt(parts[2]), Long.parseLong(parts[3]));
                merged.written(name, data, 1_000, PARTITIONS);
            });
        }
        merged.of(1);
        merged.forget(1);
        writer.segments.removeShuffle(1);

        work.forEach(Runnable::run);

        assertThat(work).hasSize(1);
        assertThat(disk.resolve("lisle-shuffle/shuffle_1")).doesNotExist();
    }

    // ---------------------------------------------------------------- parts

    /** Has the executor merge what it wrote. Returns the copy. */
    private Path merge(TestExecutor writer) throws IOException {
        writer.merged.of(1);
        await().until(() -> copies().stream().anyMatch(file -> file.toString().endsWith(".merged")));
        assertThat(copies()).hasSize(1);
        return copies().get(0);
    }

    private static void flipByte(Path file, long at) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            int before = open.read();
            open.seek(at);
            open.write(before ^ 1);
        }
    }

    private List<Path> copies() throws IOException {
        Path folder = disk.resolve("lisle-shuffle/shuffle_1/merged");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Some segments are empty, and partition 7 has none at all. */
    private void writeAll(TestExecutor writer) {
        driver.shuffle(1, MAPS);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            expected.add(new ArrayList<>());
        }
        Random random = new Random(SEED);
        for (int map = 0; map < MAPS; map++) {
            TaskMemory memory = writer.pool.forTask(nextTask);
            ShuffleWriter out = writer.writers.open(SHUFFLE, map, nextTask++, memory, new TestCodec(), metrics);
            for (int record = 0; record < 60; record++) {
                int partition = random.nextInt(PARTITIONS);
                if (partition != 7) {
                    out.write(partition, "key " + map, (long) record);
                    expected.get(partition).add("key " + map + "=" + record);
                }
            }
            driver.output(out.commit());
            memory.close();
        }
    }

    private List<String> read(TestExecutor executor, int partition) {
        TaskMemory memory = executor.pool.forTask(nextTask++);
        List<String> found = new ArrayList<>();
        try (RecordStream records =
                executor.fetcher.read(SHUFFLE, partition, MapRange.ALL, memory, new TestCodec(), metrics)) {
            while (records.next()) {
                found.add(records.key() + "=" + records.value());
            }
        } finally {
            memory.close();
        }
        return found;
    }

    private TestExecutor executor(String id, String host, FaultInjector faults) {
        var executor = new TestExecutor(id, 64 << 20, List.of(disk), driver, host, Compression.LZ4, 48 << 20, faults);
        executors.add(executor);
        return executor;
    }
}
