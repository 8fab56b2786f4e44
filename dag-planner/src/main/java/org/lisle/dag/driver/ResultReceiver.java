package org.lisle.dag.driver;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RemoveBlocks;
import org.lisle.core.message.TaskUpdate;
import org.lisle.dag.schedule.Event;

/**
 * Takes what executors say of their tasks; fetches results that were too large to come inline, which frees the task's slot meanwhile.
 * Confined to the loop.
 */
final class ResultReceiver {
    private final DriverState state;
    private final BlockFetcher fetcher;
    private final SchedulerLoop loop;
    private final int epoch;
    private final Set<Long> fetching = new HashSet<>();

    ResultReceiver(DriverState state, BlockFetcher fetcher, SchedulerLoop loop, int epoch) {
        this.epoch = epoch;
        this.state = state;
        this.fetcher = fetcher;
        this.loop = loop;
    }

    void take(TaskUpdate update) {
        if (state.keepForLater(update)) {
            return;
        }
        switch (update.getState()) {
            case SUCCEEDED -> succeeded(update);
            default ->
                state.ended(
                        TaskEvents.of(update),
                        update.getFailure() == null ? "" : update.getFailure().getMessage());
        }
    }

    private void succeeded(TaskUpdate update) {
        String block = update.getResultBlock();
        if (block == null) {
            byte[] inline = update.getResult() == null ? new byte[0] : AccumulatorRegistry.bytes(update.getResult());
            state.succeeded(update, inline, false);
            return;
        }
        DriverState.RunningTask task = state.running(update.getTaskId());
        ExecutorDirectory.Entry executor = task == null ? null : state.executors.get(task.executor());
        if (task == null || executor == null || !fetching.add(update.getTaskId())) {
            return;
        }
        long bytes = update.getMetrics().getResultBytes();
        LisleException tooLarge = state.jobs.reserve(task.jobId(), bytes);
        if (tooLarge != null) {
            fetching.remove(update.getTaskId());
            state.apply(new Event.JobCancelled(task.jobId(), tooLarge));
            state.succeeded(update, new byte[0], true);
            drop(executor, block);
            return;
        }
        state.apply(new Event.TaskResultPending(update.getTaskId()));
        fetch(update, block, task.jobId(), executor);
    }

    private void fetch(TaskUpdate update, String block, int jobId, ExecutorDirectory.Entry executor) {
        RegisterExecutor address = executor.registration;
        CompletionStage<byte[]> fetched;
        try {
            fetched = fetcher.fetch(address.getExecutor(), address.getHost(), address.getPort(), block);
        } catch (RuntimeException e) {
            fetched = CompletableFuture.failedStage(e);
        }
        fetched.whenComplete((bytes, failure) -> loop.post(() -> {
            if (bytes == null || !state.keepsResult(bytes.length)) {
                drop(executor, block);
            }
            fetched(update, jobId, bytes, failure);
        }));
    }

    private void fetched(TaskUpdate update, int jobId, byte @Nullable [] bytes, @Nullable Throwable failure) {
        fetching.remove(update.getTaskId());
        if (bytes != null) {
            state.succeeded(update, bytes, true);
            return;
        }
        state.jobs.unreserve(jobId, update.getMetrics().getResultBytes());
        state.failed(new Event.TaskFailed(
                update.getTaskId(),
                ErrorCode.CONNECTION_LOST,
                "its result of " + update.getMetrics().getResultBytes() + " bytes could not be fetched: " + failure,
                ""));
    }

    private void drop(ExecutorDirectory.Entry executor, String block) {
        state.executors.send(executor, new RemoveBlocks(List.of(block), List.of(), epoch));
    }
}
