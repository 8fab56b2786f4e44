package org.lisle.dag.action;

import java.util.ArrayList;
import java.util.List;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageOutput.CollectorFactory;
import org.lisle.core.operator.StageOutput.DoubleCollector;

/** The least or the greatest of doubles in their natural order, as a list of one; an empty list for no doubles. */
final class Extreme implements DoubleCollector<List<Double>> {
    private final boolean greatest;
    private boolean found;
    private double value;

    Extreme(boolean greatest) {
        this.greatest = greatest;
    }

    static StageOutput factory(boolean greatest) {
        CollectorFactory<Double, List<Double>> collector = context -> new Extreme(greatest);
        return new StageOutput.Collect(collector);
    }

    @Override
    public void add(double candidate) {
        int order = found ? Double.compare(candidate, value) : 0;
        if (!found || (greatest ? order > 0 : order < 0)) {
            found = true;
            value = candidate;
        }
    }

    @Override
    public List<Double> result() {
        return new ArrayList<>(found ? List.of(value) : List.of());
    }
}
