package org.lisle.dag.action;

import java.util.List;
import org.lisle.api.StatCounter;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageOutput.CollectorFactory;
import org.lisle.core.operator.StageOutput.DoubleCollector;

/** Number, mean, variance, least and greatest of doubles. */
final class Moments implements DoubleCollector<StatCounter> {
    private final StatCounter counter = new StatCounter();

    static StageOutput factory() {
        CollectorFactory<Double, StatCounter> collector = context -> new Moments();
        return new StageOutput.Collect(collector);
    }

    /** Of several partitions, in their order. */
    static StatCounter merged(List<StatCounter> parts) {
        StatCounter all = new StatCounter();
        parts.forEach(all::merge);
        return all;
    }

    @Override
    public void add(double value) {
        counter.merge(value);
    }

    @Override
    public StatCounter result() {
        return counter;
    }
}
