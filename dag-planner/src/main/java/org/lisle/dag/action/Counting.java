package org.lisle.dag.action;

import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageOutput.CollectorFactory;
import org.lisle.core.operator.StageOutput.RecordCollector;

/** The number of records. */
final class Counting implements RecordCollector<Object, Long> {
    private long records;

    static StageOutput factory() {
        CollectorFactory<Object, Long> collector = context -> new Counting();
        return new StageOutput.Collect(collector);
    }

    @Override
    public boolean add(Object value) {
        records++;
        return true;
    }

    @Override
    public Long result() {
        return records;
    }
}
