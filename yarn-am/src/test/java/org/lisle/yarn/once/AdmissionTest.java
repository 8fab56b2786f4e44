package org.lisle.yarn.once;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final ModelOfACluster store = new ModelOfACluster(false);

    @Test
    void theFirstAttemptOfTheClaimedApplicationRuns() throws IOException {
        store.claim(new Claim(1, "a", "", 1));

        assertThat(Admission.ask(store, "a", 1, "process 1").admitted()).isTrue();
        assertThat(store.read().started()).isTrue();
    }

    @Test
    void aSecondAttemptGoesOnWhereTheFirstDied() throws IOException {
        store.claim(new Claim(1, "a", "", 1));
        Admission.ask(store, "a", 1, "process 1");

        assertThat(Admission.ask(store, "a", 2, "process 2").admitted()).isTrue();
    }

    /** The first attempt recorded its success, and died before it could tell YARN. */
    @Test
    void aSecondAttemptReportsTheEndThatTheFirstRecorded() throws IOException {
        store.claim(new Claim(1, "a", "", 1));
        Admission.ask(store, "a", 1, "process 1");
        store.close(store.read(), ModelOfACluster.SUCCESS);

        Admission second = Admission.ask(store, "a", 2, "process 2");

        assertThat(second.admitted()).isFalse();
        assertThat(second.end()).isEqualTo(ModelOfACluster.SUCCESS);
    }

    @Test
    void anApplicationSubmittedAgainAfterYarnForgotItDoesNotRun() throws IOException {
        store.claim(new Claim(1, "a", "", 1));
        Admission.ask(store, "a", 1, "process 1");

        assertThat(Admission.ask(store, "a", 1, "process 2").admitted()).isFalse();
    }

    @Test
    void anApplicationWithoutTheClaimOrWithAClosedGateDoesNotRun() throws IOException {
        assertThat(Admission.ask(store, "a", 1, "process 1").admitted()).isFalse();
        store.claim(new Claim(1, "a", "", 1));
        assertThat(Admission.ask(store, "b", 1, "process 2").admitted()).isFalse();
        store.close(store.read(), RecordedEnd.neverRan("refused", 2));
        assertThat(Admission.ask(store, "a", 1, "process 3").admitted()).isFalse();
    }
}
