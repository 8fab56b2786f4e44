package org.lisle.yarn.web;

import java.util.List;
import org.lisle.core.message.TaskMetrics;
import org.lisle.dag.driver.ApplicationStatus;
import org.lisle.dag.driver.ApplicationStatus.State;
import org.lisle.yarn.outcome.Phases;

/** An application with one running job, and a name that is no good. */
final class ViewForTests implements ApplicationView {
    @Override
    public ApplicationFacts facts() {
        return new ApplicationFacts(
                "application_1_0001",
                "<script>alert(1)</script>",
                "ann",
                1,
                "com.acme.Job",
                "waiting for containers: 1 of 2 asked for",
                1234,
                1,
                2,
                "hdfs://h/staging/application_1_0001",
                new ApplicationFacts.Containers("default", 1, 0),
                new Phases(1, 2, 3, 4, 5, 0));
    }

    @Override
    public ApplicationStatus status() {
        TaskMetrics metrics = TaskMetrics.newBuilder().setBytesRead(77).build();
        return new ApplicationStatus(
                new ApplicationStatus.Phases(1, 3, 4, 4, 5),
                0,
                List.of(new ApplicationStatus.Job(
                        0, "count at Job.java:7", "default", State.RUNNING, 10, 3, List.of(4), 4, 0, "")),
                List.of(new ApplicationStatus.Stage(
                        4,
                        "map at Job.java:6",
                        0,
                        State.RUNNING,
                        10,
                        3,
                        2,
                        0,
                        5,
                        4,
                        5,
                        metrics,
                        -1,
                        "",
                        List.of("partition 7 (1.2 GiB, median 40.0 MiB) is split over 6 tasks"))),
                List.of(
                        executor("1", "http://node1:8042/logs", null),
                        executor("2", "javascript:alert(1)", "it crashed")),
                List.of(),
                List.of(),
                new ApplicationStatus.BadRecords(7, "hdfs://h/bad/application_1_0001"),
                List.of(new ApplicationStatus.Notice(1_700_000_000_000L, "task 3 stands still in <init>")));
    }

    @Override
    public List<JobPlan> plans() {
        return List.of(new JobPlan(0, "stage 4: map at Job.java:6, 10 tasks"));
    }

    private static ApplicationStatus.Executor executor(
            String id, String logUrl, @org.jspecify.annotations.Nullable String lost) {
        return new ApplicationStatus.Executor(
                id, "node1", 4711, 1, 1, 2, 0, 1000, 10, 5, 2000, 0, logUrl, 3, lost == null ? 0 : 9, lost, "");
    }
}
