package org.lisle.dag.driver;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.lisle.core.journal.ResultDone;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RemoveBlocks;

/**
 * Results that are too large for the journal: they stay as blocks in the executors that made them, and the journal says where they lie, so
 * that the next driver answers the same action with them. The oldest are removed when they are too many bytes in all: that costs the next
 * driver their computation. Confined to the loop.
 */
final class KeptResults {
    private record Kept(String executor, long bytes) {}

    private final ExecutorDirectory executors;
    private final BlockFetcher fetcher;
    private final Consumer<Runnable> loop;
    private final long mostBytes;
    private final int epoch;
    private final Map<String, Kept> blocks = new LinkedHashMap<>();
    private long bytes;

    /**
     * @param loop runs an action in a later turn
     * @param mostBytes of all that is kept
     */
    KeptResults(ExecutorDirectory executors, BlockFetcher fetcher, Consumer<Runnable> loop, long mostBytes, int epoch) {
        this.executors = executors;
        this.fetcher = fetcher;
        this.loop = loop;
        this.mostBytes = mostBytes;
        this.epoch = epoch;
    }

    /** The block stays where it is. */
    void keep(String executor, String block, long size) {
        Kept before = blocks.put(block, new Kept(executor, size));
        bytes += size - (before == null ? 0 : before.bytes());
        Iterator<Map.Entry<String, Kept>> oldest = blocks.entrySet().iterator();
        while (bytes > mostBytes) {
            Map.Entry<String, Kept> given = oldest.next();
            drop(given.getKey(), given.getValue());
            oldest.remove();
        }
    }

    private void drop(String block, Kept kept) {
        bytes -= kept.bytes();
        executors.send(kept.executor(), new RemoveBlocks(List.of(block), List.of(), epoch));
    }

    /** What the executor has is gone with it. */
    void executorLost(String executor) {
        blocks.values().removeIf(kept -> {
            boolean gone = kept.executor().equals(executor);
            bytes -= gone ? kept.bytes() : 0;
            return gone;
        });
    }

    /** Takes a result that came, or a partition whose result is gone. */
    interface Taker {
        /** @return false when no more is wanted */
        boolean came(ResultDone place, byte[] result);

        /** After all have come or are gone. @param gone partitions to compute again */
        void end(List<Integer> gone);
    }

    /** Fetches one after the other, so that the driver holds no more than its job's owner wants. */
    void fetch(List<ResultDone> places, Taker taker) {
        next(List.copyOf(places), 0, new ArrayList<>(), taker);
    }

    private void next(List<ResultDone> places, int at, List<Integer> gone, Taker taker) {
        if (at == places.size()) {
            taker.end(gone);
            return;
        }
        ResultDone place = places.get(at);
        bytesOf(place)
                .whenComplete((result, failure) -> loop.accept(() -> {
                    if (failure != null || result.length != place.getBytes()) {
                        gone.add(place.getPartition());
                        next(places, at + 1, gone, taker);
                        return;
                    }
                    keep(place.getExecutor(), place.getBlock(), result.length);
                    if (taker.came(place, result)) {
                        next(places, at + 1, gone, taker);
                    }
                }));
    }

    private CompletionStage<byte[]> bytesOf(ResultDone place) {
        ExecutorDirectory.Entry executor = executors.get(place.getExecutor());
        if (executor == null) {
            return CompletableFuture.failedStage(new IllegalStateException("its executor is gone"));
        }
        RegisterExecutor address = executor.registration;
        try {
            return fetcher.fetch(address.getExecutor(), address.getHost(), address.getPort(), place.getBlock());
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }
}
