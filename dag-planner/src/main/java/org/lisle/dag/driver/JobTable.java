package org.lisle.dag.driver;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.Settings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.unit.DataSize;
import org.lisle.dag.plan.PlannedJob;

/** The jobs whose owners wait: their results go to listeners, within {@code lisle.driver.maxResultSize}. Confined to the loop. */
final class JobTable {
    private static final class Entry {
        final PlannedJob job;
        final JobRunner.ResultListener listener;
        final CompletableFuture<Void> future;
        long resultBytes;
        /** What went wrong while results were taken; the job may have ended well for the scheduler. */
        @Nullable
        LisleException failure;

        Entry(PlannedJob job, JobRunner.ResultListener listener, CompletableFuture<Void> future) {
            this.job = job;
            this.listener = listener;
            this.future = future;
        }
    }

    private final long maxResultBytes;
    private final Map<Integer, Entry> entries = new HashMap<>();

    /** @param maxResultBytes of all results of one job; 0 for no limit */
    JobTable(long maxResultBytes) {
        this.maxResultBytes = maxResultBytes;
    }

    void add(PlannedJob job, JobRunner.ResultListener listener, CompletableFuture<Void> future) {
        entries.put(job.id(), new Entry(job, listener, future));
    }

    Map<String, String> properties(int jobId) {
        Entry entry = entries.get(jobId);
        return entry == null ? Map.of() : entry.job.properties();
    }

    /** Counts bytes that are about to come; returns why the job must fail when they are too many, else null. */
    @Nullable
    LisleException reserve(int jobId, long bytes) {
        Entry entry = entries.get(jobId);
        if (entry == null) {
            return null;
        }
        entry.resultBytes += bytes;
        if (maxResultBytes > 0 && entry.resultBytes > maxResultBytes) {
            LisleException failure = new LisleException(
                    ErrorCode.RESULT_TOO_LARGE,
                    "the results of job " + jobId + " (" + entry.job.callSite() + ") have "
                            + new DataSize(entry.resultBytes) + " or more, and "
                            + Settings.DRIVER_MAX_RESULT_SIZE.name() + " allows " + new DataSize(maxResultBytes),
                    "bring less to the driver (save it, aggregate it, take a part), or raise the setting and "
                            + Settings.DRIVER_MEMORY.name());
            entry.failure = failure;
            return failure;
        }
        return null;
    }

    /** Reserved bytes did not come. */
    void unreserve(int jobId, long bytes) {
        Entry entry = entries.get(jobId);
        if (entry != null) {
            entry.resultBytes -= bytes;
        }
    }

    /** Hands a result, whose bytes are reserved, to the job's listener; returns why the job must fail, else null. */
    @Nullable
    LisleException deliver(int jobId, int partition, int task, byte[] result) {
        Entry entry = entries.get(jobId);
        if (entry == null || entry.failure != null) {
            return null;
        }
        try {
            entry.listener.result(partition, task, result);
            return null;
        } catch (LisleException e) {
            entry.failure = e;
        } catch (RuntimeException e) {
            entry.failure = new LisleException(
                    ErrorCode.INTERNAL_ERROR,
                    "the result of partition " + partition + " of job " + jobId + " (" + entry.job.callSite()
                            + ") could not be taken: " + e,
                    "",
                    e);
        }
        return entry.failure;
    }

    /** The job must fail, whatever its tasks do. */
    void fail(int jobId, LisleException failure) {
        Entry entry = entries.get(jobId);
        if (entry != null && entry.failure == null) {
            entry.failure = failure;
        }
    }

    /** Why the job must fail; null when nothing is known. */
    @Nullable
    LisleException failure(int jobId) {
        Entry entry = entries.get(jobId);
        return entry == null ? null : entry.failure;
    }

    /**
     * The job is over; a failure while results were taken makes it fail whatever the scheduler found.
     *
     * @param announceable when its owner may be told; with what went wrong meanwhile, which makes it fail too
     */
    void end(int jobId, @Nullable LisleException failure, CompletableFuture<Optional<LisleException>> announceable) {
        Entry entry = entries.remove(jobId);
        if (entry != null) {
            LisleException told = entry.failure != null ? entry.failure : failure;
            announceable.thenAccept(meanwhile -> complete(entry, told != null ? told : meanwhile.orElse(null)));
        }
    }

    void failAll(LisleException failure) {
        List.copyOf(entries.keySet())
                .forEach(jobId -> end(jobId, failure, CompletableFuture.completedFuture(Optional.empty())));
    }

    /** Off the loop, which must not run what the job's owner hangs on the future. */
    private static void complete(Entry entry, @Nullable LisleException failure) {
        ForkJoinPool.commonPool().execute(() -> {
            if (failure == null) {
                entry.future.complete(null);
            } else {
                entry.future.completeExceptionally(failure);
            }
        });
    }
}
