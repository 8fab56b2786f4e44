package org.lisle.benchmarks.regression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CpuRatioTest {
    @Test
    void theMedianIsOfTheRoundsRatiosAndSaysSo() {
        var ratio = new CpuRatio(
                "sort", List.of(new CpuRatio.Round(6, 2), new CpuRatio.Round(40, 10), new CpuRatio.Round(9, 1)));

        assertThat(ratio.median()).isEqualTo(4);
        assertThat(ratio).hasToString("sort: 4.00 times the limit (6.00/2.00 40.00/10.00 9.00/1.00 CPU seconds)");
    }

    @Test
    void aRatioExceedsTheStoredOneBeyondItsMarginOnly() {
        var ratio = new CpuRatio("sort", List.of(new CpuRatio.Round(12, 10)));

        assertThat(ratio.exceeds(1.0, 0.25)).isFalse();
        assertThat(ratio.exceeds(1.0, 0.15)).isTrue();
        assertThat(ratio.exceeds(1.3, 0)).isFalse();
    }
}
