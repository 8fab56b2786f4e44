package org.lisle.executor.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.executor.memory.MemoryConsumer;
import org.lisle.executor.memory.MemoryPool;
import org.lisle.executor.memory.TaskMemory;

class MemoryPressureTest {
    private static final long LIMIT = 1000;
    private static final long POOL = 400;

    private final MemoryPressure pressure = new MemoryPressure(LIMIT, POOL, true);

    @Test
    void nothingIsDoneWhileThereIsRoom() {
        assertThat(pressure.decide(840, 200, 300, 0)).isEqualTo(new MemoryPressure.Actions(POOL, 0, "", false));
        assertThat(pressure.decide(890, 200, 300, 0)).isEqualTo(new MemoryPressure.Actions(POOL, 0, "", false));
    }

    @Test
    void fromNinetyPerCentOnThePoolShrinksAndBlocksLeaveMemory() {
        MemoryPressure.Actions actions = pressure.decide(920, 200, 300, 0);

        assertThat(actions).isEqualTo(new MemoryPressure.Actions(230, 70, "", false));
        assertThat(pressure.decide(870, 130, 230, 1).budgetBytes())
                .as("it stays small until there is room again")
                .isEqualTo(230);
        assertThat(pressure.decide(800, 130, 230, 2).budgetBytes()).isEqualTo(POOL);
    }

    @Test
    void fromNinetyFivePerCentOnNoTasksAreTakenUntilThereIsRoomAgainAndTheHeapIsCollectedOnceAMinute() {
        MemoryPressure.Actions first = pressure.decide(960, 0, 300, 0);
        assertThat(first.refusal()).contains("container");
        assertThat(first.collect()).isTrue();

        assertThat(pressure.decide(960, 0, 300, 59_999).collect()).isFalse();
        assertThat(pressure.decide(960, 0, 300, 60_000).collect()).isTrue();
        assertThat(pressure.decide(860, 0, 300, 60_001).refusal()).isNotEmpty();
        assertThat(pressure.decide(840, 0, 300, 60_002).refusal()).isEmpty();
    }

    @Test
    void theBudgetNeverFallsBelowAQuarter() {
        assertThat(pressure.decide(999, 0, 50, 0).budgetBytes()).isEqualTo(POOL / 4);
    }

    @Test
    void noMoreIsEvictedThanThereIs() {
        assertThat(pressure.decide(999, 10, 300, 0).evictBytes()).isEqualTo(10);
    }

    @Test
    void theSmallerOfTheContainersAndTheGroupsLimitCounts(@TempDir Path root) throws IOException {
        Path group = root.resolve("sys/fs/cgroup");
        Files.createDirectories(group.resolve("memory"));
        assertThat(ContainerLimit.of(1000, root)).isEqualTo(1000);
        Files.writeString(group.resolve("memory.max"), "max\n");
        assertThat(ContainerLimit.of(1000, root)).isEqualTo(1000);
        Files.writeString(group.resolve("memory.max"), "900\n");
        assertThat(ContainerLimit.of(1000, root)).isEqualTo(900);
        Files.writeString(group.resolve("memory/memory.limit_in_bytes"), "9223372036854771712\n");
        assertThat(ContainerLimit.of(1000, root)).isEqualTo(900);
    }

    @Test
    void aConsumerOfAnExecutorThatIsNearlyTooLargeSpillsAndBlocksAreEvicted() {
        MemoryPool pool = new MemoryPool(1 << 20, 0.5);
        pool.takeStorage(100_000);
        AtomicLong evicted = new AtomicLong();
        pool.evictWith(bytes -> {
            evicted.addAndGet(bytes);
            pool.releaseStorage(bytes);
            return bytes;
        });
        AtomicLong resident = new AtomicLong(92_000_000);
        ResidentWatch watch = new ResidentWatch(pool, 100_000_000, resident::get, Runnable::run);
        try (TaskMemory memory = pool.forTask(1)) {
            Spilling consumer = new Spilling(memory);
            assertThat(memory.reserveAll(500_000, consumer)).isTrue();

            watch.look();

            assertThat(evicted.get()).isEqualTo(100_000);
            assertThat(watch.refusal()).isEmpty();
            memory.reserve(10_000, consumer);
            assertThat(consumer.spills).isPositive();

            resident.set(96_000_000);
            watch.look();
            assertThat(watch.refusal()).contains("91 MiB");
            resident.set(50_000_000);
            watch.look();
            assertThat(watch.refusal()).isEmpty();
            assertThat(memory.reserveAll(300_000, consumer)).isTrue();
            memory.releaseAll(consumer);
        }
    }

    private static final class Spilling extends MemoryConsumer {
        private final TaskMemory memory;
        private int spills;

        Spilling(TaskMemory memory) {
            super("a test's");
            this.memory = memory;
        }

        @Override
        public long spill(long targetBytes) {
            spills++;
            long held = memory.heldBy(this);
            memory.releaseAll(this);
            return held;
        }
    }
}
