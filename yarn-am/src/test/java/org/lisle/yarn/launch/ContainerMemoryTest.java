package org.lisle.yarn.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContainerMemoryTest {
    private static final long MIB = 1L << 20;

    @Test
    void theSmallestUsualContainerLeavesRoomForTheJvmItself() {
        ContainerMemory memory = ContainerMemory.of(512 * MIB, 0.6);

        assertThat(memory.heapMegabytes()).isEqualTo(320);
        assertThat(memory.poolBytes()).isEqualTo((long) (320 * MIB * 0.6));
        assertThat(memory.directMegabytes()).isEqualTo(64);
    }

    @Test
    void everyPartFitsIntoTheContainerAtAnySizeAndGrowsWithIt() {
        long heapBefore = 0;
        for (long megabytes = 128; megabytes <= 256 * 1024; megabytes += 64) {
            ContainerMemory memory = ContainerMemory.of(megabytes * MIB, 0.6);
            long rest = memory.containerBytes() - memory.heapBytes();
            assertThat(memory.heapBytes()).as("heap of %d MiB", megabytes).isGreaterThanOrEqualTo(heapBefore);
            assertThat(memory.directBytes()).as("direct of %d MiB", megabytes).isLessThanOrEqualTo(rest / 2);
            assertThat(memory.poolBytes()).as("pool of %d MiB", megabytes).isLessThan(memory.heapBytes());
            assertThat(rest).as("native of %d MiB", megabytes).isGreaterThanOrEqualTo(megabytes * MIB / 100);
            heapBefore = memory.heapBytes();
        }
    }
}
