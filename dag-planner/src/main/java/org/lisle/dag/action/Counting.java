package org.lisle.dag.action;

import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageOutput.CollectorFactory;
import org.lisle.core.operator.StageOutput.RecordCounter;

/** The number of records. */
final class Counting implements RecordCounter<Long> {
    private long records;

    static StageOutput factory() {
        CollectorFactory<Object, Long> collector = context -> new Counting();
        return new StageOutput.Collect(collector);
    }

    @Override
    public void count(long more) {
        records += more;
    }

    @Override
    public Long result() {
        return records;
    }
}
