package org.lisle.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

class HashPartitionerTest {
    private final HashPartitioner partitioner = new HashPartitioner(1 << 20);

    @Test
    void placesAKeyByItsHashAndNullAtZero() {
        assertThat(partitioner.getPartition("word")).isEqualTo(Math.floorMod("word".hashCode(), 1 << 20));
        assertThat(partitioner.getPartition(-1L)).isEqualTo(0);
        assertThat(partitioner.getPartition(null)).isZero();
    }

    @Test
    void placesEnumConstantsByTheirNamesForTheirHashIsAnotherInEveryProcess() {
        assertThat(partitioner.getPartition(TimeUnit.DAYS)).isEqualTo(partitioner.getPartition("DAYS"));
        assertThat(partitioner.getPartition(Pair.of(TimeUnit.DAYS, Pair.of(7, TimeUnit.HOURS))))
                .isEqualTo(partitioner.getPartition(Pair.of("DAYS", Pair.of(7, "HOURS"))));
    }

    @Test
    void refusesArraysAlsoInPairs() {
        assertThatThrownBy(() -> partitioner.getPartition(new int[] {1}))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("int[]");
        assertThatThrownBy(() -> partitioner.getPartition(Pair.of(1, new String[0])))
                .isInstanceOf(LisleException.class)
                .hasMessageContaining("java.lang.String[]");
    }
}
