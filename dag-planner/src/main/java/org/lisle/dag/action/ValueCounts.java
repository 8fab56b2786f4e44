package org.lisle.dag.action;

import java.util.HashMap;
import java.util.Map;
import org.lisle.api.function.Function;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageOutput.CollectorFactory;
import org.lisle.core.operator.StageOutput.RecordCollector;

/** How often each value made from a record occurs; holds every different one. */
final class ValueCounts<T, V> implements RecordCollector<T, Map<V, Long>> {
    private final Function<T, V> value;
    private final Map<V, Long> counts = new HashMap<>();

    private ValueCounts(Function<T, V> value) {
        this.value = value;
    }

    static <T, V> StageOutput factory(Function<T, V> value) {
        CollectorFactory<T, Map<V, Long>> collector = context -> new ValueCounts<>(value);
        return new StageOutput.Collect(collector);
    }

    @Override
    public boolean add(T record) throws Exception {
        counts.merge(value.call(record), 1L, Long::sum);
        return true;
    }

    @Override
    public Map<V, Long> result() {
        return counts;
    }
}
