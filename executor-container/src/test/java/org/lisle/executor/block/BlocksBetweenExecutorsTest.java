package org.lisle.executor.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.api.Broadcast;
import org.lisle.api.StorageLevel;
import org.lisle.core.codec.BroadcastEncoding;
import org.lisle.core.compress.Compression;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.id.BlockId;
import org.lisle.executor.testing.FakeDriver;
import org.lisle.executor.testing.TestCodec;
import org.lisle.executor.testing.TestExecutor;

/** Remote reading, replicas and broadcasts, over real connections. */
class BlocksBetweenExecutorsTest {
    private static final BlockId BLOCK = new BlockId.Cached(1, 0);

    @TempDir
    Path disk;

    private final FakeDriver driver = new FakeDriver();
    private final List<TestExecutor> executors = new ArrayList<>();

    @AfterEach
    void stop() {
        executors.forEach(TestExecutor::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"objects", "bytes", "disk"})
    void readsABlockOfAnotherExecutor(String kept) {
        StorageLevel level =
                switch (kept) {
                    case "objects" -> StorageLevel.MEMORY_ONLY;
                    case "bytes" -> StorageLevel.MEMORY_ONLY_SER;
                    default -> StorageLevel.DISK_ONLY;
                };
        TestExecutor holder = executor("a");
        TestExecutor reader = executor("b");
        List<Object> values = build(holder, level, 12, 1 << 20);

        assertThat(valuesOf(reader)).isEqualTo(values);
        assertThat(reader.store.contains(BLOCK)).isFalse();
        assertThat(reader.pool.storageUsed()).isZero();
    }

    @Test
    void aBlockOfADeadExecutorIsAbsent() {
        TestExecutor holder = executor("a");
        TestExecutor reader = executor("b");
        build(holder, StorageLevel.MEMORY_ONLY, 1, 10);
        holder.die();

        assertThat(reader.cache.values(BLOCK, new TestCodec())).isNull();
        assertThat(reader.pool.storageUsed()).isZero();
    }

    @Test
    void aReplicaIsMadeAndServesWhenTheFirstIsLost() {
        TestExecutor maker = executor("a");
        TestExecutor other = executor("b");
        TestExecutor reader = executor("c");
        List<Object> values = build(maker, StorageLevel.MEMORY_ONLY_2, 12, 1 << 20);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> driver.holdersOf("rdd_1_0").size() == 2);
        maker.die();

        assertThat(other.store.contains(BLOCK)).isTrue();
        assertThat(valuesOf(reader)).isEqualTo(values);
    }

    @Test
    void aBroadcastSpreadsFromExecutorToExecutor() {
        byte[] value = new byte[1 << 20];
        new Random(3).nextBytes(value);
        TestExecutor source = executor("driver");
        Broadcast.Reference reference = broadcast(source, value);
        TestExecutor first = executor("1");
        TestExecutor second = executor("2");

        assertThat(first.broadcasts.read(reference)).isEqualTo(value);
        int served = source.served.get();
        assertThat(served).isGreaterThanOrEqualTo(reference.pieces());
        assertThat(second.broadcasts.read(reference)).isEqualTo(value);

        assertThat(source.served.get()).isEqualTo(served);
        assertThat(driver.holdersOf("broadcast_7_0")).containsExactly("1", "2");
    }

    @Test
    void aBroadcastIsDecodedOnceForAllTasks() {
        TestExecutor source = executor("driver");
        Broadcast.Reference reference = broadcast(source, new byte[100_000]);
        TestExecutor executor = executor("1");

        List<CompletableFuture<Object>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tasks.add(CompletableFuture.supplyAsync(() -> executor.broadcasts.read(reference)));
        }

        Object value = tasks.get(0).join();
        tasks.forEach(task -> assertThat(task.join()).isSameAs(value));
    }

    @Test
    void damagedPiecesAreFetchedAgain() {
        byte[] value = new byte[500_000];
        new Random(3).nextBytes(value);
        TestExecutor source = executor("driver");
        Broadcast.Reference reference = broadcast(source, value);
        TestExecutor executor = executor("1");
        byte[] damaged = Objects.requireNonNull(source.store.bytes(new BlockId.BroadcastPiece(7, 1)))
                .clone();
        damaged[damaged.length / 2] ^= 1;
        executor.store.putBytes(new BlockId.BroadcastPiece(7, 1), damaged, StorageLevel.MEMORY_ONLY_SER);

        assertThat(executor.broadcasts.read(reference)).isEqualTo(value);
    }

    @Test
    void aForgottenBroadcastIsGone() {
        TestExecutor source = executor("driver");
        Broadcast.Reference reference = broadcast(source, new byte[10]);
        TestExecutor executor = executor("1");
        executor.broadcasts.read(reference);

        executor.broadcasts.forget(7);
        source.die();

        assertThatThrownBy(() -> executor.broadcasts.read(reference))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONNECTION_LOST));
    }

    private TestExecutor executor(String id) {
        TestExecutor executor = new TestExecutor(id, 32 << 20, List.of(disk.resolve(id)), driver, "127.0.0.1");
        executors.add(executor);
        return executor;
    }

    /** The "driver" is an executor whose blocks nobody was told of. */
    private Broadcast.Reference broadcast(TestExecutor source, byte[] value) {
        List<byte[]> pieces = BroadcastEncoding.encode(value, new TestCodec(), Compression.LZ4, 64 << 10);
        for (int i = 0; i < pieces.size(); i++) {
            source.store.putBytes(new BlockId.BroadcastPiece(7, i), pieces.get(i), StorageLevel.MEMORY_AND_DISK_SER);
            driver.forget("broadcast_7_" + i);
        }
        driver.holdsEverything("127.0.0.1", source.address.port());
        return new Broadcast.Reference(7, pieces.size(), value.length);
    }

    private List<Object> build(TestExecutor executor, StorageLevel level, int count, int length) {
        Random random = new Random(1);
        List<Object> values = new ArrayList<>();
        BlockBuilder builder = executor.cache.build(BLOCK, level, new TestCodec());
        for (int i = 0; i < count; i++) {
            byte[] value = new byte[length];
            random.nextBytes(value);
            values.add(ByteBuffer.wrap(value));
            assertThat(builder.add(value)).isTrue();
        }
        assertThat(builder.commit()).isTrue();
        return values;
    }

    private static List<Object> valuesOf(TestExecutor executor) {
        List<Object> all = new ArrayList<>();
        try (BlockValues values = Objects.requireNonNull(executor.cache.values(BLOCK, new TestCodec()))) {
            values.forEachRemaining(value -> all.add(ByteBuffer.wrap((byte[]) Objects.requireNonNull(value))));
        }
        return all;
    }
}
