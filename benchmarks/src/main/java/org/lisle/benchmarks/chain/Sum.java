package org.lisle.benchmarks.chain;

import org.jspecify.annotations.Nullable;
import org.lisle.executor.step.Step;

/** The end of a chain: a number of each record, added. */
final class Sum implements Step {
    private long sum;

    @Override
    public void accept(@Nullable Object record) {
        sum += Workload.weight(record);
    }

    long sum() {
        return sum;
    }
}
