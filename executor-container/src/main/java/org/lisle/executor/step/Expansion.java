package org.lisle.executor.step;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.Operator;

/** How one record becomes many. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
@FunctionalInterface
interface Expansion {
    Iterator<?> expand(@Nullable Object record) throws Exception;

    static Expansion of(Operator.FlatMapRecords operator) {
        FlatMapFunction<@Nullable Object, ?> function = Functions.cast(operator.function());
        return record -> required(function.call(record));
    }

    /** Each value under the same key. */
    static Expansion of(Operator.FlatMapValues operator) {
        FlatMapFunction<@Nullable Object, ?> function = Functions.cast(operator.function());
        return record -> {
            Pair<?, ?> pair = Pairs.of(record);
            return PairIterator.withFirst(pair.key(), required(function.call(pair.value())));
        };
    }

    static Iterator<?> required(@Nullable Iterator<?> iterator) {
        if (iterator == null) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a function of flatMap returned null",
                    "return an empty iterator for a value that becomes nothing");
        }
        return iterator;
    }
}
