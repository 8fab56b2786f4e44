package org.lisle.executor.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lisle.api.HashPartitioner;
import org.lisle.core.compress.Compression;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultPoint;
import org.lisle.core.message.MapOutput;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.core.shuffle.ContentSums;
import org.lisle.executor.memory.TaskMemory;
import org.lisle.executor.shuffle.fetch.FetchFailedException;
import org.lisle.executor.shuffle.fetch.RecordStream;
import org.lisle.executor.shuffle.write.ShuffleWriter;
import org.lisle.executor.testing.CountingMetrics;
import org.lisle.executor.testing.FakeDriver;
import org.lisle.executor.testing.OrderedFaults;
import org.lisle.executor.testing.TestCodec;
import org.lisle.executor.testing.TestExecutor;

/** What goes wrong on the way of a segment: on the wire, on the disk, with its server. */
class ShuffleFaultTest {
    private static final String SAME_NODE = "127.0.0.1";
    private static final String OTHER_NODE = "elsewhere";
    private static final Fault CORRUPT = new Fault(Fault.Kind.CORRUPT, Duration.ZERO);
    private static final Fault FAIL = new Fault(Fault.Kind.FAIL, Duration.ZERO);
    private static final Fault FULL = new Fault(Fault.Kind.DISK_FULL, Duration.ZERO);
    private static final ShuffleSpec SHUFFLE = new ShuffleSpec(1, 1, new HashPartitioner(1), null);

    @TempDir
    Path disk;

    private final FakeDriver driver = new FakeDriver();
    private final List<TestExecutor> executors = new ArrayList<>();
    private final CountingMetrics metrics = new CountingMetrics();
    private long nextTask = 1;

    @AfterEach
    void stop() {
        executors.forEach(TestExecutor::close);
    }

    // ---------------------------------------------------------------- damaged on the wire

    @Test
    void aBlockThatComesDamagedIsFetchedAgain() {
        var faults = new OrderedFaults(FaultPoint.SERVE, CORRUPT);
        TestExecutor writer = executor("w", SAME_NODE, faults);
        List<String> expected = write(writer, 20_000);

        assertThat(read(executor("r", OTHER_NODE, FaultInjector.NONE))).isEqualTo(expected);
        assertThat(faults.fired()).isEqualTo(1);
        assertThat(writer.served).hasValue(2);
        assertThat(writer.servedFromDisk).hasValue(0);
    }

    @Test
    void aBlockThatComesDamagedTwiceIsReadFromTheDisk() {
        var faults = new OrderedFaults(FaultPoint.SERVE, CORRUPT, CORRUPT);
        TestExecutor writer = executor("w", SAME_NODE, faults);
        List<String> expected = write(writer, 20_000);

        assertThat(read(executor("r", OTHER_NODE, FaultInjector.NONE))).isEqualTo(expected);
        assertThat(faults.fired()).isEqualTo(2);
        assertThat(writer.served).hasValue(3);
        assertThat(writer.servedFromDisk).hasValue(1);
    }

    @Test
    void aBlockThatNeverComesWholeIsLostAndNeverUsed() {
        var faults = new OrderedFaults(FaultPoint.SERVE, CORRUPT, CORRUPT, CORRUPT);
        TestExecutor writer = executor("w", SAME_NODE, faults);
        write(writer, 20_000);

        assertThatThrownBy(() -> read(executor("r", OTHER_NODE, FaultInjector.NONE)))
                .isInstanceOfSatisfying(FetchFailedException.class, e -> assertThat(e.mapPartitions())
                        .containsExactly(0));
        assertThat(faults.fired()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({SAME_NODE, OTHER_NODE})
    void aFileThatIsDamagedOnTheDiskIsLostAndNeverUsed(String readerHost) throws IOException {
        TestExecutor writer = executor("w", SAME_NODE, FaultInjector.NONE);
        write(writer, 20_000);
        flipByte(dataFile(), -10);

        assertThatThrownBy(() -> read(executor("r", readerHost, FaultInjector.NONE)))
                .isInstanceOfSatisfying(FetchFailedException.class, e -> {
                    assertThat(e.mapPartitions()).containsExactly(0);
                    assertThat(e.unreachableHost()).isEmpty();
                })
                .hasRootCauseInstanceOf(LisleException.class);
    }

    // ---------------------------------------------------------------- servers

    @Test
    void aServerThatFailsForAWhileIsWaitedFor() {
        var faults = new OrderedFaults(FaultPoint.FETCH, FAIL, FAIL);
        TestExecutor writer = executor("w", SAME_NODE, FaultInjector.NONE);
        List<String> expected = write(writer, 1000);

        assertThat(read(executor("r", OTHER_NODE, faults))).isEqualTo(expected);
        assertThat(faults.fired()).isEqualTo(2);
    }

    @Test
    void aSlowServerIsWaitedFor() {
        var faults = new OrderedFaults(FaultPoint.SERVE, new Fault(Fault.Kind.DELAY, Duration.ofMillis(300)));
        TestExecutor writer = executor("w", SAME_NODE, faults);
        List<String> expected = write(writer, 1000);

        assertThat(read(executor("r", OTHER_NODE, FaultInjector.NONE))).isEqualTo(expected);
        assertThat(faults.fired()).isEqualTo(1);
        assertThat(metrics.waitNanos).isGreaterThan(Duration.ofMillis(200).toNanos());
    }

    @Test
    void aReaderFollowsTheDriverToWhoeverServesAnOutputNow() {
        TestExecutor dead = executor("w", SAME_NODE, FaultInjector.NONE);
        TestExecutor heir = executor("s", SAME_NODE, FaultInjector.NONE);
        TestExecutor reader = executor("r", OTHER_NODE, new FaultInjector() {
            @Override
            public Fault at(FaultPoint point, String key) {
                if (point == FaultPoint.FETCH) {
                    driver.move("w", heir.id, heir.address.port());
                    executors.stream().filter(e -> e.id.equals("r")).forEach(e -> e.tracker.invalidate(List.of(1)));
                }
                return Fault.NONE;
            }
        });
        List<String> expected = write(dead, 1000);
        dead.die();

        assertThat(read(reader)).isEqualTo(expected);
        assertThat(heir.served).hasValue(1);
    }

    @Test
    void aHostWhereNobodyAnswersIsNamed() {
        TestExecutor dead = executor("w", SAME_NODE, FaultInjector.NONE);
        write(dead, 1000);
        dead.die();

        assertThatThrownBy(() -> read(executor("r", OTHER_NODE, FaultInjector.NONE)))
                .isInstanceOfSatisfying(FetchFailedException.class, e -> assertThat(e.unreachableHost())
                        .isEqualTo(SAME_NODE));
    }

    @Test
    void anOutputWhoseFilesWereRemovedIsNotServedFromMemory() throws IOException {
        TestExecutor writer = executor("w", SAME_NODE, FaultInjector.NONE);
        TestExecutor reader = executor("r", OTHER_NODE, FaultInjector.NONE);
        List<String> expected = write(writer, 1000);
        assertThat(read(reader)).isEqualTo(expected);
        Path data = dataFile();
        Files.delete(data);
        Files.delete(Path.of(data.toString().replace(".data", ".index")));

        assertThatThrownBy(() -> read(reader))
                .isInstanceOfSatisfying(FetchFailedException.class, e -> assertThat(e.mapPartitions())
                        .containsExactly(0));
    }

    // ---------------------------------------------------------------- disks

    @Test
    void anOutputGoesToAnotherDiskWhenOneIsFullOrFails() {
        var faults = new OrderedFaults(FaultPoint.DISK_WRITE, FULL, FAIL);
        TestExecutor writer = executor("w", SAME_NODE, faults, "a", "b", "c");

        assertThat(write(writer, 1000)).isEqualTo(read(writer));

        assertThat(faults.fired()).isEqualTo(2);
    }

    @Test
    void aDiskThatCannotBeWrittenIsLeftOut() throws IOException {
        Path bad = Files.writeString(disk.resolve("bad"), "a file where a directory should be");
        TestExecutor writer = executor("w", SAME_NODE, FaultInjector.NONE, "bad", "good");

        for (int i = 0; i < 3; i++) {
            write(writer, 100);
        }

        assertThat(dataFile()).startsWithRaw(disk.resolve("good"));
        assertThat(bad).isRegularFile();
    }

    @Test
    void whenAllDisksAreFullTheErrorSaysSo() {
        var faults = new OrderedFaults(FaultPoint.DISK_WRITE, FULL, FULL);
        TestExecutor writer = executor("w", SAME_NODE, faults, "a", "b");

        assertThatThrownBy(() -> write(writer, 100))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SPILL_DISK_FULL))
                .hasMessageContaining("yarn.nodemanager.local-dirs");
        assertThat(faults.fired()).isEqualTo(2);
    }

    // ---------------------------------------------------------------- contents

    @Test
    void theSameRecordsHaveTheSameContentWhateverTheirOrderAndHowOftenTheyWereSpilled() {
        TestExecutor roomy = executor("w", SAME_NODE, FaultInjector.NONE);
        TestExecutor tiny = new TestExecutor("t", 256 << 10, List.of(disk), driver, SAME_NODE);
        executors.add(tiny);
        ShuffleSpec shuffle = new ShuffleSpec(2, 2, new HashPartitioner(7), null);

        MapOutput first = fill(roomy, shuffle, 0, 1, 50_000);
        MapOutput second = fill(tiny, shuffle, 0, -1, 50_000);

        assertThat(metrics.bytesSpilled).isPositive();
        assertThat(second.getContentDigest())
                .isEqualTo(first.getContentDigest())
                .isNotZero();
        assertThat(ContentSums.decode(second.getContentSums())).isEqualTo(ContentSums.decode(first.getContentSums()));
    }

    @Test
    void oneOtherRecordChangesTheContentOfItsSegmentOnly() {
        TestExecutor writer = executor("w", SAME_NODE, FaultInjector.NONE);
        ShuffleSpec shuffle = new ShuffleSpec(2, 2, new HashPartitioner(7), null);

        long[] first = ContentSums.decode(fill(writer, shuffle, 0, 1, 1000).getContentSums());
        long[] second = ContentSums.decode(fill(writer, shuffle, 0, 1, 1001).getContentSums());

        assertThat(ContentSums.differing(first, second, 7).cardinality()).isEqualTo(1);
        assertThat(ContentSums.digest(first)).isNotEqualTo(ContentSums.digest(second));
    }

    @Test
    void moreRunsThanMayBeOpenAreMergedInPassesAndKeepTheirOrder() {
        TestExecutor tiny = new TestExecutor("t", 128 << 10, List.of(disk), driver, SAME_NODE);
        executors.add(tiny);
        List<String> expected = write(tiny, 400_000);

        assertThat(metrics.bytesSpilled).isGreaterThan(64 * (64 << 10) / 2);
        assertThat(read(tiny)).isEqualTo(expected);
    }

    private MapOutput fill(TestExecutor executor, ShuffleSpec shuffle, int map, int step, int records) {
        TaskMemory memory = executor.pool.forTask(nextTask);
        ShuffleWriter out = executor.writers.open(shuffle, map, nextTask++, memory, new TestCodec(), metrics);
        for (int i = step > 0 ? 0 : records - 1; i >= 0 && i < records; i += step) {
            out.write(i % 7, "key " + i, (long) i);
        }
        MapOutput output = out.commit();
        memory.close();
        return output;
    }

    private List<String> write(TestExecutor executor, int records) {
        driver.shuffle(1, 1);
        TaskMemory memory = executor.pool.forTask(nextTask);
        ShuffleWriter out = executor.writers.open(SHUFFLE, 0, nextTask++, memory, new TestCodec(), metrics);
        List<String> expected = new ArrayList<>();
        try {
            for (int i = 0; i < records; i++) {
                out.write(0, "key " + i, (long) i);
                expected.add("key " + i + "=" + i);
            }
            driver.output(out.commit());
        } finally {
            out.abort();
            memory.close();
        }
        return expected;
    }

    private List<String> read(TestExecutor executor) {
        executor.tracker.invalidate(List.of(1));
        TaskMemory memory = executor.pool.forTask(nextTask++);
        List<String> found = new ArrayList<>();
        try (RecordStream records = executor.fetcher.read(SHUFFLE, 0, MapRange.ALL, memory, new TestCodec(), metrics)) {
            while (records.next()) {
                found.add(records.key() + "=" + records.value());
            }
        } finally {
            memory.close();
        }
        return found;
    }

    private TestExecutor executor(String id, String host, FaultInjector faults, String... directories) {
        List<Path> roots = directories.length == 0
                ? List.of(disk)
                : Arrays.stream(directories).map(disk::resolve).toList();
        var executor = new TestExecutor(id, 64 << 20, roots, driver, host, Compression.LZ4, 48 << 20, faults);
        executors.add(executor);
        return executor;
    }

    private Path dataFile() throws IOException {
        try (Stream<Path> files = Files.walk(disk)) {
            return files.filter(file -> file.toString().endsWith(".data"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void flipByte(Path file, long fromEnd) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(open.length() + fromEnd);
            int before = open.read();
            open.seek(open.length() + fromEnd);
            open.write(before ^ 1);
        }
    }
}
