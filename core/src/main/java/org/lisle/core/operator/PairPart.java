package org.lisle.core.operator;

import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.function.Function;

/**
 * The functions of {@code keys()} and {@code values()}. They are known, so that where pairs lie in columns the other half of them is not
 * read.
 */
@SuppressWarnings("NullAway") // null is a key or value like any other
public sealed interface PairPart extends Function<Pair<?, ?>, Object> {
    boolean isKey();

    /** Of a pair; of anything else it fails as any function over pairs does. */
    default @Nullable Object of(@Nullable Object record) {
        Pair<?, ?> pair = (Pair<?, ?>) record;
        return isKey() ? pair.key() : pair.value();
    }

    /** The keys. */
    record Key() implements PairPart {
        @Override
        public boolean isKey() {
            return true;
        }

        @Override
        public Object call(Pair<?, ?> pair) {
            return pair.key();
        }
    }

    /** The values. */
    record Value() implements PairPart {
        @Override
        public boolean isKey() {
            return false;
        }

        @Override
        public Object call(Pair<?, ?> pair) {
            return pair.value();
        }
    }
}
