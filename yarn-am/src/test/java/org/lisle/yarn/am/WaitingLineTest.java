package org.lisle.yarn.am;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lisle.yarn.allocate.AllocationSummary;

class WaitingLineTest {
    private static final AllocationSummary NONE_RUNS = new AllocationSummary(2, 1, 1, 0, 0);

    @Test
    void saysHowManyExecutorsAreMissingAndForHowLong() {
        assertThat(WaitingLine.of(1_000, 15_500, NONE_RUNS, ""))
                .isEqualTo("waiting for executors: 0 of 2 running for 14 s; 1 start");
        assertThat(WaitingLine.of(1_000, 15_500, NONE_RUNS, "waiting for containers: 1 of 2"))
                .isEqualTo("waiting for executors: 0 of 2 running for 14 s; 1 start; waiting for containers: 1 of 2");
    }

    @Test
    void isSilentWhileExecutorsStartAsUsual() {
        assertThat(WaitingLine.of(1_000, 5_000, NONE_RUNS, "")).isEmpty();
        assertThat(WaitingLine.of(0, 5_000_000, NONE_RUNS, "")).isEmpty();
    }
}
