package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;
import org.lisle.core.operator.StageOutput.RecordCounter;

/** The end of a chain that wants to know how many records there are. */
public final class CountEnd implements Step {
    private final RecordCounter<?> counter;

    public CountEnd(RecordCounter<?> counter) {
        this.counter = counter;
    }

    @Override
    public void accept(@Nullable Object record) {
        counter.count(1);
    }

    void count(long records) {
        counter.count(records);
    }
}
