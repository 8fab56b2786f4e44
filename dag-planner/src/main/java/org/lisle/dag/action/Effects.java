package org.lisle.dag.action;

import org.lisle.api.function.VoidFunction;
import org.lisle.core.operator.SideEffects;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageOutput.CollectorFactory;
import org.lisle.core.operator.StageOutput.RecordCollector;

/** Calls a function with each record; the result says nothing. */
final class Effects<T> implements RecordCollector<T, Integer> {
    private final VoidFunction<T> function;

    private Effects(VoidFunction<T> function) {
        this.function = function;
    }

    static <T> StageOutput forEach(VoidFunction<T> function) {
        CollectorFactory<T, Integer> collector =
                (CollectorFactory<T, Integer> & SideEffects) context -> new Effects<>(function);
        return new StageOutput.Collect(collector);
    }

    @Override
    public boolean add(T value) throws Exception {
        function.call(value);
        return true;
    }

    @Override
    public Integer result() {
        return 0;
    }
}
