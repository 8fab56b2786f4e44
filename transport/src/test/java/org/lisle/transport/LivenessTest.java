package org.lisle.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lisle.transport.Liveness.Verdict;

class LivenessTest {
    private final Liveness liveness = new Liveness(100, 1000);

    @Test
    void asksASilentEndAtHalfTimeAndGivesItUpAtTheEnd() {
        assertThat(liveness.check(1025)).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.check(1050)).isEqualTo(Verdict.ASK);
        assertThat(liveness.check(1075)).isEqualTo(Verdict.ASK);
        assertThat(liveness.check(1100)).isEqualTo(Verdict.LOST);
    }

    @Test
    void whateverComesInStartsTheTimeAnew() {
        liveness.check(1050);
        liveness.received(1060);

        assertThat(liveness.check(1100)).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.check(1149)).isEqualTo(Verdict.ASK);
    }

    @Test
    void aPauseOfThisProcessIsNotTheOtherEndsSilence() {
        assertThat(liveness.check(5000)).isEqualTo(Verdict.ASK);
        assertThat(liveness.check(5025)).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.check(5050)).isEqualTo(Verdict.ASK);
    }
}
