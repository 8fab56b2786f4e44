package org.lisle.executor.step;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lisle.executor.scope.KillSwitch;

/**
 * What a specialised chain has of the task that runs it; the chain holds one as a constant, and it is filled for each task. Confined to the
 * thread that has borrowed the chain.
 */
final class Tail {
    private final Class<?> type;
    private @Nullable Object end;
    private Demand demand = new Demand();
    private @Nullable KillSwitch killSwitch;

    Tail(Chain chain) {
        type = end(chain).getClass();
    }

    /** What takes the records of the chain's last step, or their keys and values. */
    private static Object end(Chain chain) {
        return chain.end() instanceof PairsEnd pairs ? pairs.sink() : chain.end();
    }

    void bind(Chain chain, KillSwitch killSwitchOfTask) {
        end = end(chain);
        demand = chain.demand();
        killSwitch = killSwitchOfTask;
    }

    void unbind() {
        end = null;
        killSwitch = null;
    }

    /** Of the ends of all tasks that the chain serves. */
    Class<?> type() {
        return type;
    }

    Object end() {
        return Objects.requireNonNull(end, "a chain is used after it was given back");
    }

    Demand demand() {
        return demand;
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
