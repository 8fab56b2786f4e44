package org.lisle.executor.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

class TaskMemoryTest {
    private final List<String> spilled = new ArrayList<>();

    @Test
    void asksTheLargestConsumerFirstAndTheAskingOneLast() {
        TaskMemory memory = impatient(1000).forTask(1);
        Spillable small = new Spillable("small", memory);
        Spillable large = new Spillable("large", memory);
        Spillable asking = new Spillable("asking", memory);
        assertThat(small.grab(100)).isEqualTo(100);
        assertThat(large.grab(300)).isEqualTo(300);
        assertThat(asking.grab(600)).isEqualTo(600);

        assertThat(asking.grab(350)).isEqualTo(350);
        assertThat(spilled).containsExactly("large", "small");

        assertThat(asking.grab(500)).isEqualTo(500);
        assertThat(spilled).containsExactly("large", "small", "asking");
        assertThat(memory.used()).isEqualTo(500);
        assertThat(memory.peak()).isEqualTo(1000);
    }

    @Test
    void neverSpillsAnotherTasksConsumer() {
        MemoryPool pool = impatient(1000);
        TaskMemory first = pool.forTask(1);
        TaskMemory second = pool.forTask(2);
        new Spillable("first", first).grab(500);

        assertThat(new Spillable("second", second).grab(900)).isEqualTo(500);
        assertThat(spilled).isEmpty();
    }

    @Test
    void waitsForItsLeastShareUntilAnotherTaskReleases() {
        MemoryPool pool = new MemoryPool(1000, 0.5, Duration.ofMinutes(5));
        TaskMemory first = pool.forTask(1);
        Spillable holder = new Spillable("holder", first);
        holder.grab(1000);
        TaskMemory second = pool.forTask(2);

        var waiting = CompletableFuture.supplyAsync(() -> new Spillable("waiting", second).grab(400));
        assertThat(waiting).isNotDone();
        first.release(300, holder);

        assertThat(waiting.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(300);
    }

    @Test
    void grantsTheMinimumBeyondTheBudgetWhenNothingElseHelps() {
        MemoryPool pool = impatient(1000);
        new Spillable("holder", pool.forTask(1)).grab(1000);
        TaskMemory second = pool.forTask(2);
        Spillable consumer = new Spillable("consumer", second);

        second.reserveMinimum(64, consumer);

        assertThat(second.used()).isEqualTo(64);
        assertThat(pool.executionUsed()).isEqualTo(1064);
        second.release(64, consumer);
        assertThat(pool.executionUsed()).isEqualTo(1000);
    }

    @Test
    void readsAheadWithoutSpilling() {
        TaskMemory memory = impatient(1000).forTask(1);
        new Spillable("holder", memory).grab(900);
        Spillable reader = new Spillable("reader", memory);

        assertThat(memory.tryReserve(200, reader)).isFalse();
        assertThat(memory.tryReserve(100, reader)).isTrue();
        assertThat(spilled).isEmpty();
    }

    @Test
    void evictsWhatStorageBorrowed() {
        MemoryPool pool = impatient(1000);
        pool.evictWith(bytes -> {
            pool.releaseStorage(bytes);
            return bytes;
        });
        assertThat(pool.takeStorage(1000)).isZero();

        assertThat(new Spillable("a", pool.forTask(1)).grab(800)).isEqualTo(500);
        assertThat(pool.storageUsed()).isEqualTo(500);
    }

    @Test
    void reportsLeaksByNameAndReleasesThem() {
        MemoryPool pool = impatient(1000);
        TaskMemory memory = pool.forTask(1);
        new Spillable("sorter", memory).grab(10);
        Spillable clean = new Spillable("clean", memory);
        clean.grab(20);
        memory.releaseAll(clean);

        memory.close();

        assertThat(memory.leaks()).containsOnly(java.util.Map.entry("sorter", 10L));
        assertThat(pool.executionUsed()).isZero();
    }

    @Test
    void aFailedSpillGivesBackWhatWasGranted() {
        MemoryPool pool = impatient(1000);
        TaskMemory memory = pool.forTask(1);
        MemoryConsumer broken = new MemoryConsumer("broken") {
            @Override
            public long spill(long targetBytes) throws IOException {
                throw new IOException("no disk");
            }
        };
        memory.reserve(900, broken);

        assertThatThrownBy(() -> memory.reserve(200, new Spillable("asking", memory)))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCAL_DISK))
                .hasMessageContaining("broken of task 1");
        assertThat(pool.executionUsed()).isEqualTo(900);
    }

    @Test
    void refusesToReserveInsideASpill() {
        TaskMemory memory = impatient(100).forTask(1);
        MemoryConsumer greedy = new MemoryConsumer("greedy") {
            @Override
            public long spill(long targetBytes) {
                return memory.reserve(1, this);
            }
        };
        memory.reserve(100, greedy);

        assertThatThrownBy(() -> memory.reserve(1, greedy)).isInstanceOf(IllegalStateException.class);
    }

    private static MemoryPool impatient(long bytes) {
        return new MemoryPool(bytes, 0.5, Duration.ZERO);
    }

    private final class Spillable extends MemoryConsumer {
        private final TaskMemory memory;

        Spillable(String name, TaskMemory memory) {
            super(name);
            this.memory = memory;
        }

        long grab(long bytes) {
            return memory.reserve(bytes, this);
        }

        @Override
        public long spill(long targetBytes) {
            spilled.add(name());
            long held = memory.heldBy(this);
            memory.releaseAll(this);
            return held;
        }
    }
}
