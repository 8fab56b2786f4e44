package org.lisle.dag.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.dag.plan.PlannedStage;

/** All shuffles whose outputs are known or being made, by id. */
final class ShuffleTracker {
    private final TreeMap<Integer, ShuffleState> shuffles = new TreeMap<>();

    /** The outputs of a stage that writes a shuffle. */
    ShuffleState of(PlannedStage writer) {
        ShuffleSpec spec = writer.shuffle();
        if (spec == null) {
            throw new IllegalArgumentException("stage " + writer.id() + " writes no shuffle");
        }
        return shuffles.computeIfAbsent(spec.shuffleId(), id -> new ShuffleState(id, writer));
    }

    @Nullable
    ShuffleState get(int shuffleId) {
        return shuffles.get(shuffleId);
    }

    void remove(int shuffleId) {
        shuffles.remove(shuffleId);
    }

    /**
     * An executor is gone. Its segments outlive it (D3) unless {@code outputLost}, and stay readable when another executor is on the host;
     * without one, whatever lies on the host cannot be read until {@link #executorAdded}. Tells what of each shuffle was lost, and which
     * shuffles only moved to another server.
     */
    void executorLost(
            ExecutorState executor,
            boolean outputLost,
            boolean neighbourLives,
            BiConsumer<ShuffleState, BitSet> onLost,
            Consumer<ShuffleState> onMoved) {
        for (ShuffleState shuffle : List.copyOf(shuffles.values())) {
            BitSet lost;
            if (!outputLost) {
                lost = neighbourLives ? new BitSet() : shuffle.withdraw(executor.host);
            } else {
                lost = neighbourLives ? shuffle.forgetOf(executor.id) : shuffle.forgetOn(executor.host);
            }
            if (!lost.isEmpty()) {
                onLost.accept(shuffle, lost);
            } else if (neighbourLives && shuffle.isOn(executor.host)) {
                shuffle.changed();
                onMoved.accept(shuffle);
            }
        }
    }

    /** An executor came to the host, and serves what lies there. Tells what of each shuffle can be read again. */
    void executorAdded(String host, BiConsumer<ShuffleState, BitSet> onFound) {
        for (ShuffleState shuffle : List.copyOf(shuffles.values())) {
            BitSet found = shuffle.serveAgain(host);
            if (!found.isEmpty()) {
                onFound.accept(shuffle, found);
            }
        }
    }

    List<ShuffleSummary> summaries() {
        return shuffles.values().stream().map(ShuffleState::summary).toList();
    }
}
