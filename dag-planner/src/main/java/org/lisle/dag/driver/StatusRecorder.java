package org.lisle.dag.driver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.Heartbeat;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.TaskMetrics;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.Command;
import org.lisle.dag.schedule.SchedulerConfig;
import org.lisle.dag.schedule.ShuffleSummary;

/** Counts what happens, for {@link ApplicationStatus}. Confined to the loop. */
final class StatusRecorder {
    static final int MAX_JOBS_KEPT = 1000;
    static final int MAX_LOST_EXECUTORS_KEPT = 1000;
    static final int MAX_NOTICES_KEPT = 20;

    private static final class JobRow {
        final PlannedJob plan;
        final List<Integer> stageIds;
        final long submittedMillis;
        int done;
        long endedMillis;
        String failure = "";

        JobRow(PlannedJob plan, List<Integer> stageIds, long submittedMillis) {
            this.plan = plan;
            this.stageIds = stageIds;
            this.submittedMillis = submittedMillis;
        }
    }

    private static final class StageRow {
        final PlannedStage plan;
        final int jobId;
        final TaskMetrics metrics = new TaskMetrics();
        ApplicationStatus.State state = ApplicationStatus.State.RUNNING;
        int tasks;
        int done;
        int running;
        int failedAttempts;
        int attempts;
        long firstTaskMillis;
        long lastTaskEndMillis;
        String lastFailure = "";

        StageRow(PlannedStage plan, int jobId) {
            this.plan = plan;
            this.jobId = jobId;
        }
    }

    private static final class ExecutorRow {
        final RegisterExecutor registration;
        final long addedMillis;
        int running;
        int done;
        int failed;
        long lostMillis;

        @Nullable
        String lostReason;

        String excluded = "";

        @Nullable
        Heartbeat heartbeat;

        ExecutorRow(RegisterExecutor registration, long addedMillis) {
            this.registration = registration;
            this.addedMillis = addedMillis;
        }

        /** 1 where tasks can run, 0 on a shuffle server. */
        int hasSlots() {
            return registration.getSlots() > 0 ? 1 : 0;
        }
    }

    private final LongSupplier millis;
    private final StatusEvents events;
    private final long startedMillis;
    private final Map<Integer, JobRow> jobs = new LinkedHashMap<>();
    private final TreeMap<Integer, StageRow> stages = new TreeMap<>();
    /** What is told of stages with partitions that are split over several tasks. */
    private final Map<Integer, List<String>> sliced = new HashMap<>();

    private final Map<String, ExecutorRow> executors = new LinkedHashMap<>();
    /** The rows of executors that are lost, the first one lost first. */
    private final Set<String> lostExecutors = new LinkedHashSet<>();

    private final Deque<ApplicationStatus.Notice> notices = new ArrayDeque<>();

    private int livingWithSlots;
    private int runningJobs;
    private long waitingForExecutorsMillis;
    private long firstExecutorMillis;
    private long firstJobMillis;
    private long firstTaskMillis;
    private long lastTaskEndMillis;

    StatusRecorder(LongSupplier millis) {
        this.millis = millis;
        this.events = new StatusEvents(new ListenerBus(), millis);
        this.startedMillis = millis.getAsLong();
    }

    /** What is told to listeners. */
    StatusEvents events() {
        return events;
    }

    private long firstTime(long recorded) {
        return recorded == 0 ? millis.getAsLong() : recorded;
    }

    // ---------------------------------------------------------------- executors

    void executorAdded(RegisterExecutor registration) {
        firstExecutorMillis = firstTime(firstExecutorMillis);
        ExecutorRow row = new ExecutorRow(registration, millis.getAsLong());
        ExecutorRow before = executors.put(registration.getExecutor(), row);
        if (before != null && !lostExecutors.remove(registration.getExecutor())) {
            livingWithSlots -= before.hasSlots();
        }
        livingWithSlots += row.hasSlots();
        events.executorAdded(registration);
        checkWaiting();
    }

    void executorLost(String executor, String reason) {
        ExecutorRow row = executors.get(executor);
        if (row != null && row.lostReason == null) {
            row.lostMillis = millis.getAsLong();
            row.lostReason = reason;
            livingWithSlots -= row.hasSlots();
            lostExecutors.add(executor);
            dropFirstLost();
            events.executorLost(executor, reason);
            checkWaiting();
        }
    }

    private void dropFirstLost() {
        if (lostExecutors.size() > MAX_LOST_EXECUTORS_KEPT) {
            String first = lostExecutors.iterator().next();
            lostExecutors.remove(first);
            executors.remove(first);
        }
    }

    void executorExcluded(String executor, String why) {
        ExecutorRow row = executors.get(executor);
        if (row != null) {
            row.excluded = why;
        }
    }

    /** Jobs without any executor that has slots wait for one. */
    private void checkWaiting() {
        boolean waits = runningJobs > 0 && livingWithSlots == 0;
        waitingForExecutorsMillis = waits ? firstTime(waitingForExecutorsMillis) : 0;
    }

    void heard(Heartbeat heartbeat) {
        ExecutorRow row = executors.get(heartbeat.getExecutor());
        if (row != null) {
            row.heartbeat = heartbeat;
        }
    }

    // ---------------------------------------------------------------- jobs and stages

    void jobSubmitted(PlannedJob job) {
        firstJobMillis = firstTime(firstJobMillis);
        List<Integer> stageIds = stagesOf(job);
        jobs.put(job.id(), new JobRow(job, stageIds, millis.getAsLong()));
        events.jobSubmitted(job, stageIds);
        runningJobs++;
        checkWaiting();
        if (jobs.size() > MAX_JOBS_KEPT) {
            dropOldest();
        }
    }

    private static List<Integer> stagesOf(PlannedJob job) {
        Set<Integer> ids = new TreeSet<>(List.of(job.result().id()));
        Deque<PlannedStage> open = new ArrayDeque<>(List.of(job.result()));
        while (!open.isEmpty()) {
            for (PlannedStage.Parent parent : open.remove().parents()) {
                if (ids.add(parent.stage().id())) {
                    open.add(parent.stage());
                }
            }
        }
        return List.copyOf(ids);
    }

    private void dropOldest() {
        jobs.values().stream()
                .filter(row -> row.endedMillis != 0)
                .findFirst()
                .ifPresent(row -> jobs.remove(row.plan.id()));
        Set<Integer> named = new HashSet<>();
        jobs.values().forEach(row -> named.addAll(row.stageIds));
        stages.entrySet()
                .removeIf(entry ->
                        !named.contains(entry.getKey()) && entry.getValue().state != ApplicationStatus.State.RUNNING);
        sliced.keySet().removeIf(id -> !named.contains(id) && !stages.containsKey(id));
    }

    void resultDelivered(int jobId) {
        JobRow row = jobs.get(jobId);
        if (row != null) {
            row.done++;
        }
    }

    void jobEnded(int jobId, @Nullable LisleException failure) {
        JobRow row = jobs.get(jobId);
        if (row != null) {
            row.endedMillis = millis.getAsLong();
            row.failure = failure == null ? "" : failure.what();
            events.jobEnded(jobId, failure);
            runningJobs--;
            checkWaiting();
        }
    }

    /** @param texts such as partition 7 (1.2 GiB, median 40.0 MiB) is split over 6 tasks */
    void sliced(int stageId, List<String> texts) {
        sliced.put(stageId, List.copyOf(texts));
    }

    void stageStarted(Command.StageStarted started) {
        StageRow row =
                stages.computeIfAbsent(started.stage().id(), id -> new StageRow(started.stage(), started.jobId()));
        row.state = ApplicationStatus.State.RUNNING;
        row.tasks = row.done + started.tasks();
        events.stageStarted(started);
    }

    void stageGrew(int stageId, int tasks) {
        StageRow row = stages.get(stageId);
        if (row != null) {
            row.tasks += tasks;
        }
    }

    void stageDone(int stageId) {
        StageRow row = stages.get(stageId);
        if (row != null) {
            row.state = row.done >= row.tasks ? ApplicationStatus.State.SUCCEEDED : ApplicationStatus.State.FAILED;
            events.stageDone(stageId, row.plan.callSite().toString());
        }
    }

    // ---------------------------------------------------------------- tasks

    void launched(String executor, List<Command.TaskLaunch> launches) {
        firstTaskMillis = firstTime(firstTaskMillis);
        events.launched(executor, launches);
        ExecutorRow executorRow = executors.get(executor);
        if (executorRow != null) {
            executorRow.running += launches.size();
        }
        for (Command.TaskLaunch launch : launches) {
            StageRow row = stages.get(launch.stage().id());
            if (row != null) {
                row.firstTaskMillis = firstTime(row.firstTaskMillis);
                row.attempts++;
                row.running++;
            }
        }
    }

    /** @param failure one line about it; null when it did not fail */
    void ended(Command.AttemptEnded ended, @Nullable String failure) {
        lastTaskEndMillis = millis.getAsLong();
        events.ended(ended, failure);
        ExecutorRow executorRow = executors.get(ended.executor());
        boolean done = ended.outcome() == Command.Outcome.SUCCEEDED;
        boolean failed = ended.outcome() == Command.Outcome.FAILED || ended.outcome() == Command.Outcome.FETCH_FAILED;
        if (executorRow != null) {
            executorRow.running--;
            if (failed) {
                executorRow.failed++;
            } else if (done) {
                executorRow.done++;
            }
        }
        StageRow row = stages.get(ended.stageId());
        if (row != null) {
            row.lastTaskEndMillis = lastTaskEndMillis;
            row.running--;
            if (failed) {
                row.failedAttempts++;
                row.lastFailure = failure == null ? "" : failure;
            } else if (ended.outcome() == Command.Outcome.EXECUTOR_LOST) {
                row.lastFailure = "executor " + ended.executor() + " was lost";
            }
        }
    }

    void partitionDone(int stageId, @Nullable TaskMetrics metrics) {
        StageRow row = stages.get(stageId);
        if (row != null) {
            row.done++;
            if (metrics != null) {
                add(metrics, row.metrics);
            }
        }
    }

    private static void add(TaskMetrics metrics, TaskMetrics sums) {
        long peak = Math.max(metrics.getPeakMemoryBytes(), sums.getPeakMemoryBytes());
        int fields = metrics.getSchema().getFields().size();
        for (int field = 0; field < fields; field++) {
            sums.put(field, (Long) sums.get(field) + (Long) metrics.get(field));
        }
        sums.put(metrics.getSchema().getField("peakMemoryBytes").pos(), peak);
    }

    void noticed(String text) {
        notices.add(new ApplicationStatus.Notice(millis.getAsLong(), text));
        if (notices.size() > MAX_NOTICES_KEPT) {
            notices.remove();
        }
    }

    // ---------------------------------------------------------------- the snapshot

    ApplicationStatus snapshot(
            List<ShuffleSummary> shuffles,
            List<ApplicationStatus.StoredDataset> storage,
            ApplicationStatus.BadRecords badRecords) {
        return new ApplicationStatus(
                new ApplicationStatus.Phases(
                        startedMillis, firstExecutorMillis, firstJobMillis, firstTaskMillis, lastTaskEndMillis),
                waitingForExecutorsMillis,
                jobs.values().stream().map(this::job).toList(),
                stages.values().stream().map(this::stage).toList(),
                executors.values().stream().map(StatusRecorder::executor).toList(),
                shuffles(shuffles),
                storage,
                badRecords,
                List.copyOf(notices));
    }

    private ApplicationStatus.Job job(JobRow row) {
        return new ApplicationStatus.Job(
                row.plan.id(),
                row.plan.callSite().toString(),
                row.plan.properties().getOrDefault(SchedulerConfig.POOL_PROPERTY, SchedulerConfig.DEFAULT_POOL),
                state(row),
                row.plan.partitions().size(),
                row.done,
                row.stageIds,
                row.submittedMillis,
                row.endedMillis,
                row.failure);
    }

    private ApplicationStatus.State state(JobRow row) {
        if (row.endedMillis != 0) {
            return row.failure.isEmpty() ? ApplicationStatus.State.SUCCEEDED : ApplicationStatus.State.FAILED;
        }
        boolean began = row.stageIds.stream().map(stages::get).anyMatch(stage -> stage != null && stage.attempts > 0);
        return began ? ApplicationStatus.State.RUNNING : ApplicationStatus.State.WAITING;
    }

    private ApplicationStatus.Stage stage(StageRow row) {
        var shuffle = row.plan.shuffle();
        return new ApplicationStatus.Stage(
                row.plan.id(),
                row.plan.callSite() + (row.plan.program().isBarrier() ? ", a barrier stage" : ""),
                row.jobId,
                row.state == ApplicationStatus.State.RUNNING && row.attempts == 0
                        ? ApplicationStatus.State.WAITING
                        : row.state,
                row.tasks,
                row.done,
                row.running,
                row.failedAttempts,
                row.attempts,
                row.firstTaskMillis,
                row.lastTaskEndMillis,
                TaskMetrics.newBuilder(row.metrics).build(),
                shuffle == null ? -1 : shuffle.shuffleId(),
                row.lastFailure,
                sliced.getOrDefault(row.plan.id(), List.of()));
    }

    private static ApplicationStatus.Executor executor(ExecutorRow row) {
        RegisterExecutor registration = row.registration;
        Heartbeat heartbeat = row.heartbeat;
        return new ApplicationStatus.Executor(
                registration.getExecutor(),
                registration.getHost(),
                registration.getPort(),
                registration.getSlots(),
                row.running,
                row.done,
                row.failed,
                registration.getMemoryBytes(),
                heartbeat == null ? 0 : heartbeat.getMemoryUsedBytes(),
                heartbeat == null ? 0 : heartbeat.getStorageUsedBytes(),
                heartbeat == null ? 0 : heartbeat.getResidentBytes(),
                heartbeat == null ? 0 : heartbeat.getGcNanos(),
                registration.getLogUrl(),
                row.addedMillis,
                row.lostMillis,
                row.lostReason,
                row.excluded);
    }

    private List<ApplicationStatus.Shuffle> shuffles(List<ShuffleSummary> summaries) {
        Map<Integer, Long> bytes = new TreeMap<>();
        for (StageRow row : stages.values()) {
            var shuffle = row.plan.shuffle();
            if (shuffle != null) {
                bytes.put(shuffle.shuffleId(), row.metrics.getShuffleBytesWritten());
            }
        }
        List<ApplicationStatus.Shuffle> shuffles = new ArrayList<>();
        for (ShuffleSummary summary : summaries) {
            shuffles.add(new ApplicationStatus.Shuffle(
                    summary.shuffleId(),
                    summary.mapPartitions(),
                    summary.reducePartitions(),
                    summary.outputsKnown(),
                    bytes.getOrDefault(summary.shuffleId(), 0L)));
        }
        return shuffles;
    }
}
