package org.lisle.core.operator;

import java.util.Iterator;
import org.lisle.api.function.Function2;

/**
 * A function over a partition whose stage is a barrier stage: its tasks are launched all at once or not at all, can wait for each other, and
 * are run again together.
 *
 * @param function what the program does with a partition's number and records
 */
public record BarrierFunction<T, R>(Function2<Integer, Iterator<T>, Iterator<R>> function)
        implements Function2<Integer, Iterator<T>, Iterator<R>> {
    @Override
    public Iterator<R> call(Integer partition, Iterator<T> records) throws Exception {
        return function.call(partition, records);
    }
}
