package org.lisle.dag.action;

import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageOutput.CollectorFactory;
import org.lisle.core.operator.StageOutput.RecordCollector;
import org.lisle.dag.lineage.DistinctSketch;

/** A sketch of the different records of a partition. */
final class Sketching implements RecordCollector<Object, DistinctSketch> {
    private final DistinctSketch sketch;

    private Sketching(int precision) {
        this.sketch = new DistinctSketch(precision);
    }

    static StageOutput factory(int precision) {
        CollectorFactory<Object, DistinctSketch> collector = context -> new Sketching(precision);
        return new StageOutput.Collect(collector);
    }

    @Override
    public boolean add(Object record) {
        sketch.add(record);
        return true;
    }

    @Override
    public DistinctSketch result() {
        return sketch;
    }
}
