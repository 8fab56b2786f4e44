package org.lisle.dag.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.Command;
import org.lisle.dag.simulate.Plans;

class StatusRecorderTest {
    private final AtomicLong now = new AtomicLong(1_000);
    private final StatusRecorder recorder = new StatusRecorder(now::get);

    private ApplicationStatus status() {
        return recorder.snapshot(List.of(), List.of(), ApplicationStatus.BadRecords.NONE);
    }

    private void executor(String id, int slots) {
        recorder.executorAdded(FakeExecutor.registration(id, "host", slots, 42L));
    }

    @Test
    void theRowsOfLostExecutorsAreBoundedAndThoseThatLiveStay() {
        executor("lives", 1);
        int lost = StatusRecorder.MAX_LOST_EXECUTORS_KEPT + 5;
        for (int i = 0; i < lost; i++) {
            executor("lost-" + i, 1);
            recorder.executorLost("lost-" + i, "of the test");
        }

        List<ApplicationStatus.Executor> rows = status().executors();
        assertThat(rows).hasSize(StatusRecorder.MAX_LOST_EXECUTORS_KEPT + 1);
        assertThat(rows.get(0).id()).isEqualTo("lives");
        assertThat(rows.get(1).id()).isEqualTo("lost-5");
        assertThat(rows.get(rows.size() - 1).id()).isEqualTo("lost-" + (lost - 1));
    }

    @Test
    void aJobWaitsWhileNoExecutorThatLivesHasSlots() {
        recorder.jobSubmitted(job());
        assertThat(status().waitingForExecutorsMillis()).isEqualTo(1_000);

        executor("server", 0);
        assertThat(status().waitingForExecutorsMillis()).isEqualTo(1_000);
        executor("1", 2);
        executor("1", 2);
        assertThat(status().waitingForExecutorsMillis()).isZero();

        now.set(2_000);
        recorder.executorLost("1", "of the test");
        recorder.executorLost("1", "told twice");
        assertThat(status().waitingForExecutorsMillis()).isEqualTo(2_000);
        executor("1", 2);
        assertThat(status().waitingForExecutorsMillis()).isZero();
    }

    @Test
    void onlyAttemptsThatWentWrongByThemselvesCountAsFailed() {
        PlannedJob job = job();
        PlannedStage stage = job.result();
        executor("1", 9);
        recorder.jobSubmitted(job);
        recorder.stageStarted(new Command.StageStarted(stage, job.id(), 1));

        for (Command.Outcome outcome : Command.Outcome.values()) {
            String failure =
                    outcome == Command.Outcome.FAILED || outcome == Command.Outcome.FETCH_FAILED ? "boom" : null;
            recorder.ended(new Command.AttemptEnded(1, stage.id(), "1", outcome), failure);
        }

        assertThat(status().stages()).singleElement().satisfies(row -> {
            assertThat(row.failedAttempts()).isEqualTo(2);
            assertThat(row.lastFailure()).isEqualTo("executor 1 was lost");
        });
        assertThat(status().executors()).singleElement().satisfies(row -> {
            assertThat(row.failedTasks()).isEqualTo(2);
            assertThat(row.doneTasks()).isEqualTo(1);
        });
    }

    private static PlannedJob job() {
        return Plans.job(0, Plans.resultStage(2, Plans.nowhere(1)));
    }
}
