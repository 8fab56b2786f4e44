package org.lisle.executor.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.lisle.api.HashPartitioner;
import org.lisle.core.compress.Compression;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.MapOutput;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.executor.memory.TaskMemory;
import org.lisle.executor.shuffle.fetch.FetchFailedException;
import org.lisle.executor.shuffle.fetch.RecordStream;
import org.lisle.executor.shuffle.write.ShuffleWriter;
import org.lisle.executor.testing.CountingMetrics;
import org.lisle.executor.testing.FakeDriver;
import org.lisle.executor.testing.TestCodec;
import org.lisle.executor.testing.TestExecutor;

/** Map tasks write, reduce tasks read, over files and over real connections, against what a plain list would hold. */
class ShuffleRoundTripTest {
    private static final String SAME_NODE = "127.0.0.1";
    private static final String OTHER_NODE = "elsewhere";
    private static final long ROOMY = 64 << 20;
    private static final long TINY = 256 << 10;

    @TempDir
    Path disk;

    private final FakeDriver driver = new FakeDriver();
    private final List<TestExecutor> executors = new ArrayList<>();
    private final CountingMetrics metrics = new CountingMetrics();
    private long nextTask;

    @AfterEach
    void stop() {
        executors.forEach(TestExecutor::close);
    }

    @ParameterizedTest
    @CsvSource({
        // maps, partitions, records a map, pool, where the reader is
        "1, 1, 1000, 67108864, 127.0.0.1",
        "3, 7, 5000, 67108864, elsewhere",
        "3, 7, 5000, 67108864, 127.0.0.1",
        "4, 1000, 20000, 67108864, elsewhere",
        "4, 1000, 200, 262144, elsewhere",
        "3, 20, 60000, 262144, elsewhere",
        "2, 3, 100000, 262144, 127.0.0.1",
        "20, 2, 0, 262144, elsewhere",
    })
    void everyReduceTaskGetsItsRecordsInOrder(int maps, int partitions, int records, long pool, String readerHost) {
        long seed = maps * 31L + partitions;
        TestExecutor writer = executor("w", pool, SAME_NODE);
        TestExecutor reader = executor("r", pool, readerHost);
        ShuffleSpec shuffle = shuffle(1, maps, partitions);
        List<List<String>> expected = write(writer, shuffle, records, seed);

        for (int partition = 0; partition < partitions; partition++) {
            assertThat(read(reader, shuffle, partition))
                    .as("seed %d, partition %d", seed, partition)
                    .isEqualTo(expected.get(partition));
        }

        assertThat(metrics.recordsRead).isEqualTo((long) maps * records);
        assertThat(metrics.recordsWritten).isEqualTo((long) maps * records);
        boolean network = readerHost.equals(OTHER_NODE) && records > 0;
        assertThat(metrics.remoteBytes > 0).isEqualTo(network);
        assertThat(metrics.remoteBytes + metrics.localBytes).isEqualTo(metrics.bytesWritten);
        assertThat(writer.pool.executionUsed()).isZero();
        assertThat(reader.pool.executionUsed()).isZero();
        if (pool == TINY && records >= 60_000) {
            assertThat(metrics.bytesSpilled).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void dataTenTimesThePoolIsWrittenAndRead(Compression compression) {
        TestExecutor writer = executor("w", 1 << 20, SAME_NODE, compression, 1 << 20);
        TestExecutor reader = executor("r", 1 << 20, OTHER_NODE, compression, 1 << 20);
        ShuffleSpec shuffle = shuffle(1, 2, 2);
        Random random = new Random(5);
        long[] checksums = new long[2];
        for (int map = 0; map < 2; map++) {
            TaskMemory memory = writer.pool.forTask(nextTask);
            ShuffleWriter out = open(writer, shuffle, map, memory);
            for (int i = 0; i < 6_000; i++) {
                byte[] value = new byte[1000];
                random.nextBytes(value);
                out.write(i % 2, (long) i, value);
                checksums[i % 2] += Arrays.hashCode(value);
            }
            driver.output(out.commit());
            close(memory);
        }

        for (int partition = 0; partition < 2; partition++) {
            TaskMemory memory = reader.pool.forTask(nextTask++);
            long sum = 0;
            int count = 0;
            try (RecordStream records =
                    reader.fetcher.read(shuffle, partition, MapRange.ALL, memory, new TestCodec(), metrics)) {
                while (records.next()) {
                    sum += Arrays.hashCode((byte[]) records.value());
                    count++;
                }
            }
            assertThat(count).isEqualTo(6_000);
            assertThat(sum).isEqualTo(checksums[partition]);
            assertThat(memory.peak()).isLessThanOrEqualTo(512 << 10);
            close(memory);
        }
        assertThat(metrics.bytesSpilled).isGreaterThan(5 << 20);
    }

    @Test
    void recordsLargerThanAPageGoThrough() {
        TestExecutor executor = executor("w", 8 << 20, SAME_NODE);
        ShuffleSpec shuffle = shuffle(1, 1, 2);
        TaskMemory memory = executor.pool.forTask(nextTask);
        ShuffleWriter out = open(executor, shuffle, 0, memory);
        for (int i = 0; i < 20; i++) {
            byte[] value = new byte[1 << 20];
            Arrays.fill(value, (byte) i);
            out.write(i % 2, (long) i, value);
            out.write(i % 2, (long) i, "small");
        }
        driver.output(out.commit());
        close(memory);

        TaskMemory reading = executor.pool.forTask(nextTask++);
        int large = 0;
        try (RecordStream records =
                executor.fetcher.read(shuffle, 1, MapRange.ALL, reading, new TestCodec(), metrics)) {
            while (records.next()) {
                if (records.value() instanceof byte[] value) {
                    assertThat(value).hasSize(1 << 20).containsOnly(((Long) records.key()).byteValue());
                    large++;
                }
            }
        }
        assertThat(large).isEqualTo(10);
        assertThat(metrics.bytesSpilled).isPositive();
    }

    @Test
    void aRecordLargerThanMemoryFailsNamingTheSetting() {
        TestExecutor executor = executor("w", 1 << 20, SAME_NODE);
        TaskMemory memory = executor.pool.forTask(nextTask);
        ShuffleWriter out = open(executor, shuffle(1, 1, 1), 0, memory);

        assertThatThrownBy(() -> out.write(0, "key", new byte[4 << 20]))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORD_TOO_LARGE))
                .hasMessageContaining("lisle.executor.memory");
        out.abort();
        close(memory);
    }

    @Test
    void abortLeavesNoFileAndNoMemory() throws IOException {
        TestExecutor executor = executor("w", TINY, SAME_NODE);
        TaskMemory memory = executor.pool.forTask(nextTask);
        ShuffleWriter out = open(executor, shuffle(1, 1, 4), 0, memory);
        for (int i = 0; i < 50_000; i++) {
            out.write(i % 4, "key" + i, (long) i);
        }
        assertThat(metrics.bytesSpilled).isPositive();

        out.abort();

        close(memory);
        try (Stream<Path> files = Files.walk(disk)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().endsWith(".lock")))
                    .isEmpty();
        }
    }

    @Test
    void namesTheMapPartitionsTheDriverHasNoOutputOf() {
        TestExecutor executor = executor("w", ROOMY, SAME_NODE);
        ShuffleSpec shuffle = shuffle(1, 5, 2);
        write(executor, shuffle, 10, 1);
        driver.lose(1, 1);
        driver.lose(1, 3);

        assertThatThrownBy(() -> read(executor, shuffle, 0)).isInstanceOfSatisfying(FetchFailedException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.FETCH_FAILED);
            assertThat(e.mapPartitions()).containsExactly(1, 3);
        });
    }

    @Test
    void asksTheDriverOnceUntilLocationsChange() {
        TestExecutor executor = executor("w", ROOMY, SAME_NODE);
        ShuffleSpec shuffle = shuffle(1, 2, 3);
        write(executor, shuffle, 10, 1);
        for (int partition = 0; partition < 3; partition++) {
            read(executor, shuffle, partition);
        }
        assertThat(driver.mapOutputQuestions()).isEqualTo(1);

        executor.tracker.invalidate(List.of(1));
        read(executor, shuffle, 0);

        assertThat(driver.mapOutputQuestions()).isEqualTo(2);
    }

    @Test
    void aNeighbourServesWhatADeadExecutorWrote() {
        TestExecutor dead = executor("a", ROOMY, SAME_NODE);
        TestExecutor neighbour = executor("b", ROOMY, SAME_NODE);
        TestExecutor reader = executor("r", ROOMY, OTHER_NODE);
        ShuffleSpec shuffle = shuffle(1, 2, 2);
        List<List<String>> expected = newExpected(2);
        write(dead, shuffle, 0, 100, new Random(1), expected);
        write(neighbour, shuffle, 1, 100, new Random(2), expected);
        dead.die();

        assertThat(read(reader, shuffle, 0)).isEqualTo(expected.get(0));
        assertThat(neighbour.served.get()).isPositive();
    }

    @Test
    void failsNamingAllOutputsOfANodeThatIsGone() {
        TestExecutor dead = executor("a", ROOMY, SAME_NODE);
        TestExecutor reader = executor("r", ROOMY, OTHER_NODE);
        ShuffleSpec shuffle = shuffle(1, 3, 1);
        write(dead, shuffle, 100, 1);
        dead.die();

        assertThatThrownBy(() -> read(reader, shuffle, 0)).isInstanceOfSatisfying(FetchFailedException.class, e -> {
            assertThat(e.mapPartitions()).contains(0);
            assertThat(e.mapTaskIds()).hasSameSizeAs(e.mapPartitions());
            assertThat(e.address()).isEqualTo(dead.address.toString());
        });
        assertThat(reader.pool.executionUsed()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "elsewhere"})
    void aDamagedSegmentIsReadAgainAndThenNamed(String readerHost) throws IOException {
        TestExecutor writer = executor("w", ROOMY, SAME_NODE);
        TestExecutor reader = executor("r", ROOMY, readerHost);
        ShuffleSpec shuffle = shuffle(1, 3, 1);
        write(writer, shuffle, 20_000, 1);
        Path damaged = dataFile(1);
        try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
            file.seek(file.length() - 10);
            int before = file.read();
            file.seek(file.length() - 10);
            file.write(before ^ 1);
        }

        assertThatThrownBy(() -> read(reader, shuffle, 0))
                .isInstanceOfSatisfying(FetchFailedException.class, e -> assertThat(e.mapPartitions())
                        .containsExactly(1))
                .hasRootCauseInstanceOf(LisleException.class);
        assertThat(reader.pool.executionUsed()).isZero();
    }

    @Test
    void aFileThatIsGoneFromALivingNodeIsALostOutput() throws IOException {
        TestExecutor writer = executor("w", ROOMY, SAME_NODE);
        TestExecutor reader = executor("r", ROOMY, OTHER_NODE);
        ShuffleSpec shuffle = shuffle(1, 3, 1);
        write(writer, shuffle, 100, 1);
        Path gone = dataFile(2);
        Files.delete(gone);
        Files.delete(Path.of(gone.toString().replace(".data", ".index")));

        assertThatThrownBy(() -> read(reader, shuffle, 0))
                .isInstanceOfSatisfying(FetchFailedException.class, e -> assertThat(e.mapPartitions())
                        .containsExactly(2));
    }

    @Test
    void aTruncatedFileIsALostOutput() throws IOException {
        TestExecutor writer = executor("w", ROOMY, SAME_NODE);
        TestExecutor reader = executor("r", ROOMY, SAME_NODE);
        ShuffleSpec shuffle = shuffle(1, 2, 1);
        write(writer, shuffle, 1000, 1);
        try (RandomAccessFile file = new RandomAccessFile(dataFile(0).toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }

        assertThatThrownBy(() -> read(reader, shuffle, 0))
                .isInstanceOfSatisfying(FetchFailedException.class, e -> assertThat(e.mapPartitions())
                        .containsExactly(0));
    }

    @Test
    void aFullDiskIsNamedWhenNoOtherIsLeft() throws IOException {
        TestExecutor executor = executor("w", TINY, SAME_NODE);
        TaskMemory memory = executor.pool.forTask(nextTask);
        ShuffleWriter out = open(executor, shuffle(1, 1, 2), 0, memory);
        Path temporary = executor.directories.newTemporaryFile("probe").getParent();
        for (int i = 0; i < 50; i++) {
            Files.createSymbolicLink(temporary.resolve("shuffle-run-" + i), Path.of("/dev/full"));
        }

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        out.write(i % 2, "key" + i, (long) i);
                    }
                })
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SPILL_DISK_FULL))
                .hasMessageContaining(disk.toString());
        out.abort();
        close(memory);
    }

    @Test
    void aFullDiskIsPassedOverWhenAnotherIsLeft() throws IOException {
        Path full = disk.resolve("full");
        Path good = disk.resolve("good");
        TestExecutor executor = new TestExecutor("w", TINY, List.of(full, good), driver, SAME_NODE);
        executors.add(executor);
        ShuffleSpec shuffle = shuffle(1, 1, 2);
        Path temporary = full.resolve("lisle-private/w/temporary");
        Files.createDirectories(temporary);
        for (int i = 0; i < 50; i++) {
            Files.createSymbolicLink(temporary.resolve("shuffle-run-" + i), Path.of("/dev/full"));
        }
        List<List<String>> expected = newExpected(2);

        write(executor, shuffle, 0, 50_000, new Random(3), expected);

        assertThat(metrics.bytesSpilled).isPositive();
        assertThat(read(executor, shuffle, 1)).isEqualTo(expected.get(1));
    }

    @Test
    void removingAShuffleDeletesItsFilesOnly() {
        TestExecutor executor = executor("w", ROOMY, SAME_NODE);
        write(executor, shuffle(1, 1, 1), 10, 1);
        ShuffleSpec kept = shuffle(2, 1, 1);
        write(executor, kept, 10, 1);

        executor.segments.removeShuffle(1);

        assertThat(disk.resolve("lisle-shuffle/shuffle_1")).doesNotExist();
        assertThat(read(executor, kept, 0)).hasSize(10);
    }

    @Test
    void closingEarlyGivesAllMemoryBack() {
        TestExecutor writer = executor("w", ROOMY, SAME_NODE);
        TestExecutor reader = executor("r", ROOMY, OTHER_NODE);
        ShuffleSpec shuffle = shuffle(1, 10, 1);
        write(writer, shuffle, 5_000, 1);
        TaskMemory memory = reader.pool.forTask(nextTask++);

        RecordStream records = reader.fetcher.read(shuffle, 0, MapRange.ALL, memory, new TestCodec(), metrics);
        assertThat(records.next()).isTrue();
        assertThat(memory.used()).isPositive();
        records.close();

        assertThat(memory.used()).isZero();
        assertThat(records.next()).isFalse();
        close(memory);
    }

    private TestExecutor executor(String id, long pool, String knownHost) {
        return executor(id, pool, knownHost, Compression.LZ4, 48 << 20);
    }

    private TestExecutor executor(String id, long pool, String knownHost, Compression compression, long inFlight) {
        TestExecutor executor = new TestExecutor(id, pool, List.of(disk), driver, knownHost, compression, inFlight);
        executors.add(executor);
        return executor;
    }

    private ShuffleSpec shuffle(int id, int maps, int partitions) {
        driver.shuffle(id, maps);
        return new ShuffleSpec(id, maps, new HashPartitioner(partitions), null);
    }

    private ShuffleWriter open(TestExecutor executor, ShuffleSpec shuffle, int map, TaskMemory memory) {
        return executor.writers.open(shuffle, map, nextTask++, memory, new TestCodec(), metrics);
    }

    private List<List<String>> write(TestExecutor executor, ShuffleSpec shuffle, int records, long seed) {
        List<List<String>> expected = newExpected(shuffle.reducePartitions());
        Random random = new Random(seed);
        for (int map = 0; map < shuffle.mapPartitions(); map++) {
            write(executor, shuffle, map, records, random, expected);
        }
        return expected;
    }

    private void write(
            TestExecutor executor,
            ShuffleSpec shuffle,
            int map,
            int records,
            Random random,
            List<List<String>> expected) {
        TaskMemory memory = executor.pool.forTask(nextTask);
        ShuffleWriter out = open(executor, shuffle, map, memory);
        for (int i = 0; i < records; i++) {
            int partition = random.nextInt(shuffle.reducePartitions());
            String key = random.nextInt(50) == 0 ? null : Integer.toString(random.nextInt(1000), 36);
            Long value = random.nextInt(50) == 0 ? null : random.nextLong();
            out.write(partition, key, value);
            expected.get(partition).add(key + "=" + value);
        }
        MapOutput output = out.commit();
        assertThat(output.getMapPartition()).isEqualTo(map);
        driver.output(output);
        close(memory);
    }

    private List<String> read(TestExecutor executor, ShuffleSpec shuffle, int partition) {
        List<String> result = new ArrayList<>();
        TaskMemory memory = executor.pool.forTask(nextTask++);
        try (memory;
                RecordStream records =
                        executor.fetcher.read(shuffle, partition, MapRange.ALL, memory, new TestCodec(), metrics)) {
            while (records.next()) {
                result.add(records.key() + "=" + records.value());
            }
        }
        assertThat(memory.leaks()).isEmpty();
        return result;
    }

    private Path dataFile(int mapPartition) throws IOException {
        try (Stream<Path> files = Files.walk(disk)) {
            return files.filter(file -> file.getFileName().toString().matches("shuffle_1_" + mapPartition + "_.*data"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<List<String>> newExpected(int partitions) {
        List<List<String>> expected = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            expected.add(new ArrayList<>());
        }
        return expected;
    }

    private static void close(TaskMemory memory) {
        memory.close();
        assertThat(memory.leaks()).isEmpty();
    }
}
