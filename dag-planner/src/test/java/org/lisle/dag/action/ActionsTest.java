package org.lisle.dag.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.CallSite;
import org.lisle.dag.driver.JobRunner;
import org.lisle.dag.lineage.Lineage;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.Sources;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.Planner;

/** Waiting for jobs: interrupted, cancelled, failed. */
class ActionsTest {
    private static final CallSite SITE = new CallSite("count", "Program.java:1");

    private final HangingRunner runner = new HangingRunner();
    private final JobValues values = new JobValues(ActionsTest.class.getClassLoader());
    private final Actions actions =
            new Actions(new Planner((dependency, shuffle) -> {}), runner, values, () -> Map.of("group", "g"));
    private final Node node =
            Sources.values(new Lineage(OptionalInt.empty(), 1, values, actions), SITE, List.of(1, 2), 2);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread program =
            new Thread(() -> failure.set(catchThrowable(() -> actions.values(node, SITE, Counting.factory()))));

    @Test
    void anInterruptedThreadCancelsItsJob() throws Exception {
        startAndWaitForTheJob();
        program.interrupt();
        program.join();
        assertThat(runner.cancelled).containsOnlyKeys(0);
        assertThat(failure.get()).isInstanceOfSatisfying(LisleException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.JOB_CANCELLED);
            assertThat(e.getMessage()).contains("Program.java:1");
        });
    }

    @Test
    void jobsAreCancelledByTheirGroup() throws Exception {
        startAndWaitForTheJob();
        actions.cancelWhere("group", "other", "no");
        assertThat(runner.cancelled).isEmpty();
        actions.cancelWhere("group", "g", "enough");
        program.join();
        assertThat(runner.cancelled).containsEntry(0, "enough");
        assertThat(failure.get()).hasMessageContaining("enough");
        actions.cancelAll("nothing runs any more");
        assertThat(runner.cancelled).hasSize(1);
    }

    private void startAndWaitForTheJob() {
        program.start();
        await().until(() -> !runner.jobs.isEmpty() && program.getState() == Thread.State.WAITING);
    }

    /** Takes jobs and never ends one by itself. */
    private static final class HangingRunner implements JobRunner {
        private final Map<Integer, CompletableFuture<Void>> jobs = new ConcurrentHashMap<>();
        private final Map<Integer, String> cancelled = new ConcurrentHashMap<>();

        @Override
        public CompletableFuture<Void> submit(PlannedJob job, ResultListener listener) {
            return jobs.computeIfAbsent(job.id(), id -> new CompletableFuture<>());
        }

        @Override
        public void cancel(int jobId, String reason) {
            cancelled.put(jobId, reason);
            CompletableFuture<Void> job = jobs.get(jobId);
            if (job != null) {
                job.completeExceptionally(new LisleException(ErrorCode.JOB_CANCELLED, reason, ""));
            }
        }
    }
}
