package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;
import org.lisle.executor.aggregate.PairSink;
import org.lisle.executor.scope.KillSwitch;

/**
 * What a specialised chain has of the task that runs it; the chain holds one as a constant, and it is filled for each task. Confined to the
 * thread that has borrowed the chain.
 */
final class Tail {
    private static final Step NOWHERE = record -> {
        throw new IllegalStateException("a chain is used after it was given back");
    };

    private Step end = NOWHERE;
    private PairSink sink = (key, value) -> NOWHERE.accept(key);
    private Demand demand = new Demand();
    private @Nullable KillSwitch killSwitch;

    void bind(Chain chain, KillSwitch killSwitchOfTask) {
        end = chain.end();
        if (end instanceof PairsEnd pairs) {
            sink = pairs.sink();
        }
        demand = chain.demand();
        killSwitch = killSwitchOfTask;
    }

    void unbind() {
        end = NOWHERE;
        sink = (key, value) -> NOWHERE.accept(key);
        killSwitch = null;
    }

    Step end() {
        return end;
    }

    PairSink sink() {
        return sink;
    }

    boolean isOpen() {
        return demand.isOpen();
    }

    void checkKilled() {
        if (killSwitch != null) {
            killSwitch.check();
        }
    }
}
