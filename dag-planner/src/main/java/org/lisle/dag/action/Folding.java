package org.lisle.dag.action;

import org.lisle.api.function.Function2;
import org.lisle.api.function.Supplier;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageOutput.CollectorFactory;
import org.lisle.core.operator.StageOutput.RecordCollector;

/** One value out of a zero and all records, in their order. */
final class Folding<T, U> implements RecordCollector<T, U> {
    private final Function2<U, T, U> function;
    private U value;

    Folding(U zero, Function2<U, T, U> function) {
        this.value = zero;
        this.function = function;
    }

    /** @param zero gives a new value for each task */
    static <T, U> StageOutput factory(Supplier<U> zero, Function2<U, T, U> function) {
        CollectorFactory<T, U> collector = context -> new Folding<>(zero.call(), function);
        return new StageOutput.Collect(collector);
    }

    @Override
    public boolean add(T record) throws Exception {
        value = function.call(value, record);
        return true;
    }

    @Override
    public U result() {
        return value;
    }
}
