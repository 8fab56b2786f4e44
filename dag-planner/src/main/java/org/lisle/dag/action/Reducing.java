package org.lisle.dag.action;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.Function2;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageOutput.CollectorFactory;
import org.lisle.core.operator.StageOutput.RecordCollector;

/** One record out of all records, in their order, as a list of one; an empty list for no records. */
final class Reducing<T> implements RecordCollector<T, List<T>> {
    private final Function2<T, T, T> function;
    private @Nullable List<T> value;

    private Reducing(Function2<T, T, T> function) {
        this.function = function;
    }

    static <T> Reducing<T> of(Function2<T, T, T> function) {
        return new Reducing<>(function);
    }

    static <T> StageOutput factory(Function2<T, T, T> function) {
        CollectorFactory<T, List<T>> collector = context -> new Reducing<>(function);
        return new StageOutput.Collect(collector);
    }

    @Override
    public boolean add(T record) throws Exception {
        if (value == null) {
            value = new ArrayList<>(1);
            value.add(record);
        } else {
            value.set(0, function.call(value.get(0), record));
        }
        return true;
    }

    @Override
    public List<T> result() {
        return value == null ? new ArrayList<>() : value;
    }
}
