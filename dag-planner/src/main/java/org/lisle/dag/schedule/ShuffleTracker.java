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

    List<ShuffleState> all() {
        return List.copyOf(shuffles.values());
    }

    /**
     * One that served what lies in some places is gone; the files are not (D3). Tells what of each shuffle nobody serves now, and which
     * shuffles only moved to another server.
     */
    void serverLost(
            ExecutorState server,
            ExecutorTracker others,
            BiConsumer<ShuffleState, BitSet> onUnserved,
            Consumer<ShuffleState> onMoved) {
        for (ShuffleState shuffle : all()) {
            BitSet lost = shuffle.withdraw(place -> server.serves(place) && !others.anyServes(place));
            if (!lost.isEmpty()) {
                onUnserved.accept(shuffle, lost);
            } else if (shuffle.isIn(server::serves)) {
                shuffle.changed();
                onMoved.accept(shuffle);
            }
        }
    }

    /** One came who serves what lies in some places. Tells what of each shuffle can be read again. */
    void serverCame(ExecutorState server, BiConsumer<ShuffleState, BitSet> onFound) {
        for (ShuffleState shuffle : all()) {
            BitSet found = shuffle.serveAgain(server::serves);
            if (!found.isEmpty()) {
                onFound.accept(shuffle, found);
            }
        }
    }

    List<ShuffleSummary> summaries() {
        return shuffles.values().stream().map(ShuffleState::summary).toList();
    }
}
