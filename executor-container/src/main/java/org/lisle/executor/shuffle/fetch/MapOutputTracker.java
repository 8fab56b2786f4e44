package org.lisle.executor.shuffle.fetch;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.GetMapOutputs;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.MapOutputs;
import org.lisle.executor.driver.DriverQuestions;

/** Where the map outputs of shuffles are: asks the driver once a shuffle, for all tasks of the executor, until told that it changed. */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class MapOutputTracker {
    private final DriverQuestions driver;
    private final ConcurrentHashMap<Integer, CompletableFuture<MapOutputs>> known = new ConcurrentHashMap<>();

    public MapOutputTracker(DriverQuestions driver) {
        this.driver = driver;
    }

    /** Locations changed: what is remembered of these shuffles is forgotten. */
    public void invalidate(Collection<Integer> shuffleIds) {
        shuffleIds.forEach(known::remove);
    }

    /** Another driver is there: what the one before said is forgotten. */
    public void invalidateAll() {
        known.clear();
    }

    /**
     * The locations. Where they are not known, or lacked an output, the driver is asked and waited for, and the next driver when this one is
     * away. May still lack outputs.
     *
     * @throws LisleException CONNECTION_LOST when the driver does not answer or the thread is interrupted
     */
    MapOutputs outputs(int shuffleId) {
        CompletableFuture<MapOutputs> cached = known.get(shuffleId);
        if (cached != null) {
            MapOutputs outputs = await(shuffleId, cached);
            if (FetchPlan.isComplete(outputs)) {
                return outputs;
            }
            known.remove(shuffleId, cached);
        }
        return await(shuffleId, known.computeIfAbsent(shuffleId, this::ask));
    }

    /** The locations as the driver knows them now or told last, when nothing has changed since. Never waits; may lack outputs. */
    CompletableFuture<MapOutputs> current(int shuffleId) {
        CompletableFuture<MapOutputs> asked = known.computeIfAbsent(shuffleId, this::ask);
        asked.whenComplete((outputs, failure) -> {
            if (failure != null || !FetchPlan.isComplete(outputs)) {
                known.remove(shuffleId, asked);
            }
        });
        return asked;
    }

    /** All pages that the driver cuts its answer into; asked for anew when locations changed between two of them. */
    private CompletableFuture<MapOutputs> ask(int shuffleId) {
        return page(shuffleId, 0)
                .thenCompose(first -> first.getNext() < 0
                        ? CompletableFuture.completedFuture(first)
                        : theRest(first, new ArrayList<>(first.getOutputs()), first.getNext()));
    }

    private CompletableFuture<MapOutputs> theRest(MapOutputs first, List<MapOutput> outputs, int next) {
        int shuffleId = first.getShuffleId();
        return page(shuffleId, next).thenCompose(page -> {
            if (page.getVersion() != first.getVersion() || page.getEpoch() != first.getEpoch()) {
                return ask(shuffleId);
            }
            outputs.addAll(page.getOutputs());
            return page.getNext() < 0
                    ? CompletableFuture.completedFuture(new MapOutputs(
                            shuffleId,
                            page.getVersion(),
                            page.getMapPartitions(),
                            outputs,
                            page.getEpoch(),
                            page.getSlices(),
                            -1))
                    : theRest(first, outputs, page.getNext());
        });
    }

    private CompletableFuture<MapOutputs> page(int shuffleId, int firstMapPartition) {
        return driver.ask(epoch -> new GetMapOutputs(shuffleId, epoch, firstMapPartition), MapOutputs.class);
    }

    private MapOutputs await(int shuffleId, CompletableFuture<MapOutputs> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LisleException(
                    ErrorCode.CONNECTION_LOST,
                    "interrupted while asking the driver for the map outputs of shuffle " + shuffleId,
                    "",
                    e);
        } catch (ExecutionException e) {
            known.remove(shuffleId, answer);
            throw e.getCause() instanceof LisleException failure
                    ? failure
                    : new LisleException(
                            ErrorCode.CONNECTION_LOST,
                            "the driver did not tell the map outputs of shuffle " + shuffleId,
                            "",
                            e.getCause());
        }
    }
}
