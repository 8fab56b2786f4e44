package org.lisle.executor.step;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.lisle.executor.scope.KillSwitch;

/** One record becomes many, as long as they are wanted. */
final class FlatMapStep implements Step {
    static final int CHECK_EVERY = 1024;

    private final Expansion expansion;
    private final Step next;
    private final Demand demand;
    private final KillSwitch killSwitch;
    private int count;

    FlatMapStep(Expansion expansion, Step next, Demand demand, KillSwitch killSwitch) {
        this.expansion = expansion;
        this.next = next;
        this.demand = demand;
        this.killSwitch = killSwitch;
    }

    @Override
    public void accept(@Nullable Object record) throws Exception {
        Iterator<?> expanded = expansion.expand(record);
        while (demand.isOpen() && expanded.hasNext()) {
            next.accept(expanded.next());
            if (++count % CHECK_EVERY == 0) {
                killSwitch.check();
            }
        }
    }
}
