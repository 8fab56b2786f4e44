package org.lisle.executor.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lisle.api.StorageLevel;
import org.lisle.core.id.BlockId;
import org.lisle.executor.memory.MemoryConsumer;
import org.lisle.executor.memory.TaskMemory;
import org.lisle.executor.testing.FakeDriver;
import org.lisle.executor.testing.TestCodec;
import org.lisle.executor.testing.TestExecutor;

class BlockStoreTest {
    private static final long POOL = 1 << 20;
    private static final BlockId BLOCK = new BlockId.Cached(1, 0);

    @TempDir
    Path disk;

    private final FakeDriver driver = new FakeDriver();
    private TestExecutor executor;
    private BlockStore store;

    @BeforeEach
    void start() {
        executor = new TestExecutor("e", POOL, List.of(disk), driver, "127.0.0.1");
        store = executor.store;
    }

    @AfterEach
    void stop() {
        executor.close();
    }

    static Stream<StorageLevel> levels() {
        return Stream.of(
                StorageLevel.MEMORY_ONLY,
                StorageLevel.MEMORY_ONLY_SER,
                StorageLevel.MEMORY_AND_DISK,
                StorageLevel.MEMORY_AND_DISK_SER,
                StorageLevel.DISK_ONLY);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void keepsASmallBlockWhereItsLevelSays(StorageLevel level) {
        assertThat(build(BLOCK, level, 100)).isTrue();

        assertThat(valuesOf(BLOCK)).isEqualTo(values(100));
        assertThat(driver.holdersOf("rdd_1_0")).containsExactly("e");
        assertThat(executor.pool.storageUsed() > 0).isEqualTo(level.useMemory());
        assertThat(blockFiles()).hasSize(level.useMemory() ? 0 : 1);

        store.remove(BLOCK);

        assertThat(valuesOf(BLOCK)).isNull();
        assertThat(driver.holdersOf("rdd_1_0")).isEmpty();
        assertThat(executor.pool.storageUsed()).isZero();
        assertThat(blockFiles()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("levels")
    void aBlockLargerThanMemoryGoesToDiskOrIsNotKept(StorageLevel level) {
        int count = 400_000;

        assertThat(build(BLOCK, level, count)).isEqualTo(level.useDisk());

        assertThat(executor.pool.storageUsed()).isZero();
        assertThat(valuesOf(BLOCK)).isEqualTo(level.useDisk() ? values(count) : null);
        assertThat(driver.holdersOf("rdd_1_0")).hasSize(level.useDisk() ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void anEmptyBlockIsABlock(StorageLevel level) {
        assertThat(build(BLOCK, level, 0)).isTrue();

        assertThat(valuesOf(BLOCK)).isEqualTo(List.of());
    }

    @ParameterizedTest
    @MethodSource("levels")
    void valuesOfSeveralClassesComeBackInTheirOrder(StorageLevel level) {
        List<@Nullable Object> mixed = new ArrayList<>(values(3000));
        for (long i = 0; i < 9000; i++) {
            mixed.add(i);
        }
        mixed.add("x".repeat(300_000));
        mixed.add(null);
        mixed.addAll(values(10));
        BlockBuilder builder = store.build(BLOCK, level, new TestCodec());
        mixed.forEach(builder::add);
        assertThat(builder.commit()).isTrue();

        assertThat(valuesOf(BLOCK)).isEqualTo(mixed);
        assertThat(store.count(BLOCK)).isEqualTo(mixed.size());
        BlockValues values = Objects.requireNonNull(store.values(BLOCK, new TestCodec()));
        assertThat(values.next()).isEqualTo("value 0");
        assertThat(values.skip()).isEqualTo(mixed.size() - 1);
        assertThat(values.hasNext()).isFalse();
        store.remove(BLOCK);
        assertThat(executor.pool.storageUsed()).isZero();
    }

    @Test
    void theValuesOfABlockThatIsNotHereAreNotCounted() {
        assertThat(store.count(BLOCK)).isEqualTo(BlockStore.UNKNOWN_COUNT);
        putBytes(BLOCK, 10, StorageLevel.MEMORY_ONLY_SER);
        assertThat(store.count(BLOCK)).isEqualTo(BlockStore.UNKNOWN_COUNT);
    }

    @Test
    void doublesComeColumnByColumnUntilSomethingElseDoes() {
        BlockBuilder builder = store.build(BLOCK, StorageLevel.MEMORY_ONLY_SER, new TestCodec());
        for (int i = 0; i < 5000; i++) {
            builder.add(i / 2.0);
        }
        builder.add("no double");
        assertThat(builder.commit()).isTrue();

        BlockValues values = Objects.requireNonNull(store.values(BLOCK, new TestCodec()));
        double sum = 0;
        int count = 0;
        for (BlockValues.Doubles some = values.doubles(); some != null; some = values.doubles()) {
            for (int i = 0; i < some.count(); i++) {
                sum += some.values()[i];
            }
            count += some.count();
        }
        assertThat(count).isEqualTo(5000);
        assertThat(sum).isEqualTo(4999 * 5000 / 4.0);
        assertThat(values.next()).isEqualTo("no double");
        assertThat(values.hasNext()).isFalse();
    }

    @Test
    void numbersTakeLessMemoryThanTheirObjects() {
        BlockBuilder objects = store.build(BLOCK, StorageLevel.MEMORY_ONLY, new TestCodec());
        BlockBuilder bytes = store.build(new BlockId.Cached(2, 0), StorageLevel.MEMORY_ONLY_SER, new TestCodec());
        for (long i = 0; i < 10_000; i++) {
            objects.add(i + 1000);
            bytes.add(i + 1000);
        }
        objects.commit();
        long ofObjects = executor.pool.storageUsed();
        bytes.commit();

        assertThat(executor.pool.storageUsed() - ofObjects).isLessThan(ofObjects / 8);
    }

    @Test
    void objectsThatDoNotFitAreKeptInColumns() {
        List<Object> numbers = numbers(0, 200_000);

        assertThat(build(BLOCK, StorageLevel.MEMORY_ONLY, numbers)).isTrue();

        assertThat(executor.pool.storageUsed()).isBetween(1L, POOL);
        assertThat(valuesOf(BLOCK)).isEqualTo(numbers);
        assertThat(store.count(BLOCK)).isEqualTo(200_000);
        store.remove(BLOCK);
        assertThat(executor.pool.storageUsed()).isZero();
    }

    @ParameterizedTest
    @MethodSource("levels")
    void blocksOfADatasetMakeRoomForEachOtherAsColumns(StorageLevel level) {
        for (int partition = 0; partition < 20; partition++) {
            assertThat(build(new BlockId.Cached(1, partition), level, numbers(partition, 10_000)))
                    .isTrue();
            assertThat(executor.pool.storageUsed()).isLessThanOrEqualTo(POOL);
        }
        for (int partition = 0; partition < 20; partition++) {
            assertThat(valuesOf(new BlockId.Cached(1, partition))).isEqualTo(numbers(partition, 10_000));
        }
        assertThat(blockFiles()).hasSize(level.useMemory() ? 0 : 20);

        store.removePrefix("rdd_1_");

        assertThat(executor.pool.storageUsed()).isZero();
        assertThat(blockFiles()).isEmpty();
    }

    @Test
    void objectsThatAreBeingReadStayObjects() {
        BlockId first = new BlockId.Cached(1, 0);
        build(first, StorageLevel.MEMORY_ONLY, numbers(0, 20_000));
        long held = executor.pool.storageUsed();
        BlockValues reading = Objects.requireNonNull(store.values(first, new TestCodec()));
        assertThat(reading.next()).isEqualTo(0L);

        assertThat(store.putBytes(new BlockId.Cached(1, 1), new byte[(int) POOL], StorageLevel.MEMORY_ONLY_SER))
                .isFalse();

        assertThat(executor.pool.storageUsed()).isEqualTo(held);
        assertThat(reading.skip()).isEqualTo(19_999);
        assertThat(store.putBytes(new BlockId.Cached(1, 1), new byte[(int) POOL / 2], StorageLevel.MEMORY_ONLY_SER))
                .isTrue();
        assertThat(valuesOf(first)).isEqualTo(numbers(0, 20_000));
    }

    @Test
    void objectsThatHaveNoColumnsAreDroppedWithoutBeingWritten() {
        List<Object> objects = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            objects.add(new StringBuilder("cannot be written " + i));
        }
        BlockId other = new BlockId.Cached(2, 0);
        assertThat(build(other, StorageLevel.MEMORY_ONLY, objects)).isTrue();

        putBytes(BLOCK, (int) POOL, StorageLevel.MEMORY_ONLY_SER);

        assertThat(store.contains(other)).isFalse();
        store.remove(BLOCK);
        List<Object> mixed = numbers(0, 100_000);
        mixed.addAll(objects);
        assertThat(build(other, StorageLevel.MEMORY_ONLY, mixed)).isFalse();
        assertThat(executor.pool.storageUsed()).isZero();
    }

    @Test
    void evictsTheLeastRecentlyUsedBlockOfAnotherDataset() {
        BlockId old = new BlockId.Cached(1, 0);
        BlockId used = new BlockId.Cached(2, 0);
        putBytes(old, 400 << 10, StorageLevel.MEMORY_AND_DISK_SER);
        putBytes(used, 400 << 10, StorageLevel.MEMORY_ONLY_SER);
        assertThat(store.bytes(old)).isNotNull();
        assertThat(store.bytes(used)).isNotNull();

        putBytes(new BlockId.Cached(3, 0), 400 << 10, StorageLevel.MEMORY_ONLY_SER);

        assertThat(blockFiles()).hasSize(1);
        assertThat(store.bytes(old)).as("on disk").hasSize(400 << 10);
        assertThat(store.bytes(used)).hasSize(400 << 10);

        putBytes(new BlockId.Cached(4, 0), 400 << 10, StorageLevel.MEMORY_ONLY_SER);

        assertThat(store.contains(new BlockId.Cached(3, 0)))
                .as("used before the other")
                .isFalse();
        assertThat(store.contains(used)).isTrue();
        assertThat(driver.holdersOf("rdd_3_0")).isEmpty();
    }

    @Test
    void doesNotEvictBlocksOfTheDatasetThatIsBeingCached() {
        putBytes(new BlockId.Cached(1, 0), 700 << 10, StorageLevel.MEMORY_ONLY_SER);

        assertThat(store.putBytes(new BlockId.Cached(1, 1), new byte[700 << 10], StorageLevel.MEMORY_ONLY_SER))
                .isFalse();
        assertThat(store.contains(new BlockId.Cached(1, 0))).isTrue();
    }

    @Test
    void executionTakesBackMemoryFromCachedBlocks() {
        putBytes(new BlockId.Cached(1, 0), 400 << 10, StorageLevel.MEMORY_ONLY_SER);
        putBytes(new BlockId.Cached(2, 0), 400 << 10, StorageLevel.MEMORY_ONLY_SER);
        MemoryConsumer consumer = new MemoryConsumer("sorter") {
            @Override
            public long spill(long targetBytes) {
                return 0;
            }
        };
        TaskMemory memory = executor.pool.forTask(1);

        assertThat(memory.reserve(POOL, consumer)).isEqualTo(POOL - (400 << 10));

        assertThat(store.contains(new BlockId.Cached(1, 0))).isFalse();
        assertThat(store.contains(new BlockId.Cached(2, 0))).isTrue();
        memory.releaseAll(consumer);
    }

    @Test
    void aBlockThatIsBeingReadIsNotEvictedAndIsFreedByItsLastReader() {
        build(BLOCK, StorageLevel.MEMORY_ONLY, 1000);
        long held = executor.pool.storageUsed();
        BlockValues reading = Objects.requireNonNull(store.values(BLOCK, new TestCodec()));
        assertThat(reading.next()).isEqualTo("value 0");

        store.remove(BLOCK);

        assertThat(store.contains(BLOCK)).isFalse();
        assertThat(executor.pool.storageUsed()).isEqualTo(held);
        int count = 1;
        while (reading.hasNext()) {
            reading.next();
            count++;
        }
        assertThat(count).isEqualTo(1000);
        assertThat(executor.pool.storageUsed()).isZero();
    }

    @Test
    void evictedObjectsComeBackFromDisk() {
        build(BLOCK, StorageLevel.MEMORY_AND_DISK, 1000);
        putBytes(new BlockId.Cached(2, 0), (int) POOL - 1000, StorageLevel.MEMORY_ONLY_SER);

        assertThat(blockFiles()).hasSize(1);
        assertThat(valuesOf(BLOCK)).isEqualTo(values(1000));
    }

    @Test
    void aDamagedBlockOnDiskIsAbsent() throws IOException {
        build(BLOCK, StorageLevel.DISK_ONLY, 50_000);
        try (RandomAccessFile file = new RandomAccessFile(blockFiles().get(0).toFile(), "rw")) {
            file.seek(file.length() - 5);
            int before = file.read();
            file.seek(file.length() - 5);
            file.write(before ^ 1);
        }

        assertThat(valuesOf(BLOCK)).isNull();
        assertThat(driver.holdersOf("rdd_1_0")).isEmpty();
        assertThat(blockFiles()).isEmpty();
        assertThat(build(BLOCK, StorageLevel.DISK_ONLY, 10)).isTrue();
    }

    @Test
    void aBlockIsPutOnce() {
        assertThat(build(BLOCK, StorageLevel.MEMORY_ONLY, 10)).isTrue();
        long held = executor.pool.storageUsed();

        assertThat(build(BLOCK, StorageLevel.MEMORY_ONLY, 20)).isFalse();

        assertThat(valuesOf(BLOCK)).hasSize(10);
        assertThat(executor.pool.storageUsed()).isEqualTo(held);
    }

    @Test
    void anAbandonedBlockLeavesNothing() {
        for (StorageLevel level : levels().toList()) {
            BlockBuilder builder = store.build(BLOCK, level, new TestCodec());
            for (int i = 0; i < 5000; i++) {
                builder.add("value " + i);
            }
            builder.abandon();

            assertThat(builder.commit()).isFalse();
            assertThat(store.contains(BLOCK)).isFalse();
            assertThat(executor.pool.storageUsed()).as("%s", level).isZero();
            assertThat(blockFiles()).isEmpty();
        }
    }

    @Test
    void removesByPrefix() {
        build(new BlockId.Cached(1, 0), StorageLevel.MEMORY_ONLY, 1);
        build(new BlockId.Cached(1, 1), StorageLevel.MEMORY_ONLY, 1);
        build(new BlockId.Cached(11, 0), StorageLevel.MEMORY_ONLY, 1);

        store.removePrefix("rdd_1_");

        assertThat(store.contains(new BlockId.Cached(1, 1))).isFalse();
        assertThat(store.contains(new BlockId.Cached(11, 0))).isTrue();
    }

    @Test
    void resultsOfTasksAreNotReported() {
        putBytes(new BlockId.TaskResult(5), 10, StorageLevel.MEMORY_AND_DISK_SER);

        assertThat(driver.holdersOf("result_5")).isEmpty();
        assertThat(store.bytes(new BlockId.TaskResult(5))).hasSize(10);
    }

    private boolean build(BlockId id, StorageLevel level, int count) {
        return build(id, level, values(count));
    }

    private boolean build(BlockId id, StorageLevel level, List<Object> values) {
        BlockBuilder builder = store.build(id, level, new TestCodec());
        for (Object value : values) {
            if (!builder.add(value)) {
                break;
            }
        }
        return builder.commit();
    }

    private void putBytes(BlockId id, int length, StorageLevel level) {
        assertThat(store.putBytes(id, new byte[length], level)).isTrue();
    }

    private @Nullable List<Object> valuesOf(BlockId id) {
        try (BlockValues found = store.values(id, new TestCodec())) {
            if (found == null) {
                return null;
            }
            List<Object> all = new ArrayList<>();
            found.forEachRemaining(all::add);
            return all;
        }
    }

    private static List<Object> numbers(int first, int count) {
        List<Object> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add((long) first + i);
        }
        return numbers;
    }

    private static List<Object> values(int count) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add("value " + i);
        }
        return values;
    }

    private List<Path> blockFiles() {
        Path folder = disk.resolve("lisle-private/e/blocks");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
