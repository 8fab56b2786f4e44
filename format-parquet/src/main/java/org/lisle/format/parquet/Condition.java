package org.lisle.format.parquet;

import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.jspecify.annotations.Nullable;

/** A predicate of Parquet's, or what is known beforehand: that all records satisfy it, or none. */
record Condition(@Nullable FilterPredicate predicate, boolean known) {
    static final Condition ALWAYS = new Condition(null, true);
    static final Condition NEVER = new Condition(null, false);

    static Condition of(FilterPredicate predicate) {
        return new Condition(predicate, false);
    }

    Condition and(Condition other) {
        if (predicate == null) {
            return known ? other : NEVER;
        }
        if (other.predicate == null) {
            return other.known ? this : NEVER;
        }
        return of(FilterApi.and(predicate, other.predicate));
    }

    Condition or(Condition other) {
        if (predicate == null) {
            return known ? ALWAYS : other;
        }
        if (other.predicate == null) {
            return other.known ? ALWAYS : this;
        }
        return of(FilterApi.or(predicate, other.predicate));
    }
}
