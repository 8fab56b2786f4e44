package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;
import org.lisle.core.operator.StageOutput.DoubleCollector;

/** The end of a chain of Doubles, which may come without boxes. */
@SuppressWarnings("NullAway") // a record that is null fails as in any function over Doubles
public final class DoubleEnd implements Step {
    private final DoubleCollector<?> collector;

    public DoubleEnd(DoubleCollector<?> collector) {
        this.collector = collector;
    }

    @Override
    public void accept(@Nullable Object record) {
        collector.add((double) (Double) record);
    }

    void accept(double[] values, int count) {
        for (int i = 0; i < count; i++) {
            collector.add(values[i]);
        }
    }
}
