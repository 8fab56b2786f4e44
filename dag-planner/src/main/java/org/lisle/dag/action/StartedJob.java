package org.lisle.dag.action;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** A job that runs while its values are looked at. Thread-safe. */
final class StartedJob<P> {
    private final AtomicReferenceArray<byte[]> results;
    private final CompletableFuture<Void> end;
    private final Function<byte[], P> decode;

    /** @param results of the partitions, null for those that have none yet */
    StartedJob(AtomicReferenceArray<byte[]> results, CompletableFuture<Void> end, Function<byte[], P> decode) {
        this.results = results;
        this.end = end;
        this.decode = decode;
    }

    int partitions() {
        return results.length();
    }

    /** Completes when the job has ended; fails with the job's error. */
    CompletableFuture<Void> end() {
        return end;
    }

    /** The values that have come by now, in the order of the partitions. */
    List<P> values() {
        List<P> values = new ArrayList<>();
        for (int partition = 0; partition < results.length(); partition++) {
            byte[] result = results.get(partition);
            if (result != null) {
                values.add(decode.apply(result));
            }
        }
        return values;
    }

    /** Waits for the job's end, so long at most; fails as the job does meanwhile. Returns whether it ended. */
    boolean await(long millis) {
        try {
            end.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LisleException(ErrorCode.JOB_CANCELLED, "interrupted while a job was waited for", "", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LisleException known ? known : Actions.unexpected(e);
        }
    }
}
