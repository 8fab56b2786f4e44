package org.lisle.yarn.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.util.Records;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.yarn.outcome.Diagnostics;
import org.lisle.yarn.outcome.Phases;

class ReportsTest {
    @Test
    void aSuccessHasItsPhases() {
        Phases phases = new Phases(1, 2, 3, 4, 5, 6);
        Outcome outcome = Reports.outcome(report(
                YarnApplicationState.FINISHED,
                FinalApplicationStatus.SUCCEEDED,
                Diagnostics.success("").with(phases).format()));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.phases()).isEqualTo(phases);
    }

    @Test
    void aFailureOfTheUsersCodeIsToldWithItsTrace() {
        Outcome outcome = Reports.outcome(report(
                YarnApplicationState.FINISHED,
                FinalApplicationStatus.FAILED,
                Diagnostics.of(new IllegalStateException("bad day")).format()));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.trace()).contains("IllegalStateException: bad day");
    }

    @Test
    void aDriverThatDiedAtItsStartIsReadFromTheEndOfItsStderr() {
        String said = Diagnostics.of(new LisleException(ErrorCode.CLUSTER_UNREACHABLE, "no RM", ""))
                .format();
        Outcome outcome = Reports.outcome(report(
                YarnApplicationState.FAILED,
                FinalApplicationStatus.FAILED,
                "AM Container exited with  exitCode: 1\nLast 4096 bytes of stderr :\n" + said));

        assertThat(outcome.code()).isEqualTo(ErrorCode.CLUSTER_UNREACHABLE);
        assertThat(outcome.exitCode()).isEqualTo(4);
    }

    @Test
    void aDriverKilledForItsMemoryNamesTheSetting() {
        Outcome outcome = Reports.outcome(report(
                YarnApplicationState.FAILED,
                FinalApplicationStatus.FAILED,
                "exited with  exitCode: -104 Diagnostics: x"));

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.message()).contains("lisle.driver.memory");
    }

    @Test
    void aKilledApplicationAndOneThatDiedSilentlyAreInfrastructure() {
        assertThat(Reports.outcome(report(
                                YarnApplicationState.KILLED, FinalApplicationStatus.KILLED, "killed by user ann"))
                        .exitCode())
                .isEqualTo(4);
        assertThat(Reports.outcome(report(YarnApplicationState.FAILED, FinalApplicationStatus.FAILED, "gone"))
                        .message())
                .contains("without a final status", "gone");
    }

    /** A driver that wrote a success and then died is not a success. */
    @Test
    void yarnsStatusWinsOverTheText() {
        Outcome outcome = Reports.outcome(report(
                YarnApplicationState.FAILED,
                FinalApplicationStatus.FAILED,
                Diagnostics.success("done").format()));

        assertThat(outcome.succeeded()).isFalse();
    }

    @Test
    void whyAnApplicationWaitsIsTheShortBeginningOfWhatYarnSays() {
        assertThat(Reports.waiting(
                        "[Mon Nov 23 07:00:00 +0000 2026] Application is Activated, waiting for resources to be"
                                + " assigned for AM.  Details : AM Partition = <DEFAULT_PARTITION> ; Partition Resource ="
                                + " <memory:16384, vCores:8> ; Queue's Absolute capacity = 100.0 % ;\n"))
                .isEqualTo("Application is Activated, waiting for resources to be assigned for AM.");
        assertThat(Reports.waiting("AM container is launched, waiting for AM container to Register with RM"))
                .isEqualTo("AM container is launched, waiting for AM container to Register with RM");
        assertThat(Reports.waiting("x".repeat(500))).hasSize(120).endsWith("x ...");
        assertThat(Reports.waiting(null)).isEmpty();
    }

    private static ApplicationReport report(
            YarnApplicationState state, FinalApplicationStatus status, String diagnostics) {
        ApplicationReport report = Records.newRecord(ApplicationReport.class);
        report.setApplicationId(ApplicationId.newInstance(1, 1));
        report.setYarnApplicationState(state);
        report.setFinalApplicationStatus(status);
        report.setDiagnostics(diagnostics);
        return report;
    }
}
