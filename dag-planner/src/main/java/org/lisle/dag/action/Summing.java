package org.lisle.dag.action;

import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageOutput.CollectorFactory;
import org.lisle.core.operator.StageOutput.DoubleCollector;

/** The sum of doubles, in their order. */
final class Summing implements DoubleCollector<Double> {
    private double sum;

    static StageOutput factory() {
        CollectorFactory<Double, Double> collector = context -> new Summing();
        return new StageOutput.Collect(collector);
    }

    @Override
    public void add(double value) {
        sum += value;
    }

    @Override
    public Double result() {
        return sum;
    }
}
