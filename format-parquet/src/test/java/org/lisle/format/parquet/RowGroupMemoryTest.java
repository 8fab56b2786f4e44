package org.lisle.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowGroupMemoryTest {
    private static final long MIB = 1L << 20;

    @Test
    void fewFilesHaveWhatTheyWantAndManyShareWhatThereIs() {
        RowGroupMemory memory = new RowGroupMemory(400 * MIB);
        List<RowGroupMemory.Share> shares = new ArrayList<>();
        shares.add(memory.take(64 * MIB));
        assertThat(shares.get(0).bytes()).isEqualTo(64 * MIB);
        for (int i = 1; i < 64; i++) {
            shares.add(memory.take(64 * MIB));
            assertThat(shares.get(i).bytes())
                    .isGreaterThanOrEqualTo(MIB)
                    .isLessThanOrEqualTo(shares.get(i - 1).bytes());
        }
        assertThat(shares.stream().mapToLong(RowGroupMemory.Share::bytes).sum()).isLessThan(460 * MIB);
    }

    @Test
    void aClosedFileGivesItsMemoryBackOnce() {
        RowGroupMemory memory = new RowGroupMemory(40 * MIB);
        RowGroupMemory.Share first = memory.take(64 * MIB);
        assertThat(first.bytes()).isEqualTo(10 * MIB);
        assertThat(memory.take(64 * MIB).bytes()).isEqualTo(30 * MIB / 4);
        first.close();
        first.close();
        assertThat(memory.take(64 * MIB).bytes()).isEqualTo((40 * MIB - 30 * MIB / 4) / 4);
    }
}
