package org.lisle.dag.driver;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.PolicySettings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.BadRecordStore;
import org.lisle.core.message.BadRecordRules;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's part of setting bad records aside: which attempts' files people see, and how many records a job may have.
 *
 * <p>An attempt's file is published when its partition counts for the first time and the journal's record of that is durable, so neither a
 * twin, nor a map task that is computed again, nor the next driver publishes the same records a second time. Confined to the loop; files
 * are renamed on a thread of its own.
 */
final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final int TRIES = 3;
    private static final long PAUSE_MILLIS = 500;
    private static final long LONGEST_END_SECONDS = 30;

    private record ResultPartition(int jobId, int partition) {}

    private final @Nullable BadRecordStore store;
    private final Map<Integer, Long> countOfJob = new HashMap<>();
    private final Set<ResultPartition> counted = new HashSet<>();
    private final ThreadPoolExecutor publisher;
    private CompletableFuture<Optional<LisleException>> published = CompletableFuture.completedFuture(Optional.empty());
    private long count;

    /** @param store null when bad records fail their tasks */
    Quarantine(@Nullable BadRecordStore store) {
        this.store = store;
        this.publisher = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread made = new Thread(task, "bad-records");
            made.setDaemon(true);
            return made;
        });
        publisher.allowCoreThreadTimeOut(true);
    }

    /** What tasks of a stage are told; null when bad records fail them. */
    @Nullable
    BadRecordRules rules(PlannedStage stage, Map<String, String> propertiesOfJob) {
        if (store == null) {
            return null;
        }
        boolean again = stage.shuffle() == null && propertiesOfJob.containsKey(PlannedJob.PREREQUISITE);
        Map<String, String> operators = new HashMap<>();
        stage.operators().forEach((id, operator) -> operators.put(Integer.toString(id), operator));
        return new BadRecordRules(again ? "" : store.directory(), store.most(), operators);
    }

    /**
     * The task that wrote a map output, or an earlier driver's that did, counts.
     *
     * @param jobId the job it ran for; -1 when that is not known
     * @param durable when the journal has it
     * @return why the job must fail, or null
     */
    @Nullable
    LisleException mapTask(int jobId, int partition, long taskId, long records, CompletableFuture<Void> durable) {
        return take(jobId, "map-" + partition, taskId, records, durable);
    }

    /** As {@link #mapTask}, for the result of a job's partition. */
    @Nullable
    LisleException result(int jobId, int partition, long taskId, long records, CompletableFuture<Void> durable) {
        return counted.add(new ResultPartition(jobId, partition))
                ? take(jobId, "result-" + partition, taskId, records, durable)
                : null;
    }

    private @Nullable LisleException take(
            int jobId, String partition, long taskId, long records, CompletableFuture<Void> durable) {
        BadRecordStore to = store;
        if (to == null || records == 0) {
            return null;
        }
        count += records;
        String name = "bad-records-" + partition + "-task-" + taskId + ".json";
        published = published.thenCombine(
                durable.thenApplyAsync(done -> publish(to, taskId, name), publisher),
                (before, last) -> before.isPresent() ? before : last);
        long ofJob = countOfJob.merge(jobId, records, Long::sum);
        if (jobId < 0 || ofJob <= to.most()) {
            return null;
        }
        return new LisleException(
                ErrorCode.TOO_MANY_BAD_RECORDS,
                "job " + jobId + " has " + ofJob + " bad records, and " + PolicySettings.BAD_RECORDS_MAX.name()
                        + " allows " + to.most(),
                "the records and their errors are in " + to.directory());
    }

    private static Optional<LisleException> publish(BadRecordStore store, long taskId, String name) {
        for (int attempt = 1; ; attempt++) {
            try {
                store.files().publish(taskId, name);
                return Optional.empty();
            } catch (IOException | RuntimeException e) {
                if (attempt == TRIES) {
                    LOG.error("The bad records of task {} cannot be published", taskId, e);
                    return Optional.of(new LisleException(
                            ErrorCode.FILE_SYSTEM,
                            "the bad records of task " + taskId + " cannot be moved to " + store.directory() + "/"
                                    + name + ": " + e,
                            "look at the file system's permissions, and at " + PolicySettings.BAD_RECORDS_PATH.name(),
                            e));
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Completes when people see all that counts by now, or with why they do not. */
    CompletableFuture<Optional<LisleException>> published() {
        return published;
    }

    void jobEnded(int jobId) {
        countOfJob.remove(jobId);
        counted.removeIf(partition -> partition.jobId() == jobId);
    }

    /** What has been set aside. */
    ApplicationStatus.BadRecords status() {
        return new ApplicationStatus.BadRecords(count, store == null ? "" : store.directory());
    }

    /** Waits for what is under way. @param ended whether the application has, so that what does not count is removed */
    void close(boolean ended) {
        publisher.shutdown();
        BadRecordStore kept = store;
        if (kept == null) {
            return;
        }
        try {
            if (!publisher.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Not all bad records are in {} yet", kept.directory());
            } else if (ended) {
                kept.files().clean();
            }
        } catch (IOException e) {
            LOG.warn("What does not count stays in {}", kept.directory(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (count > 0) {
            LOG.warn("{} bad records were set aside in {}", count, kept.directory());
        }
    }
}
