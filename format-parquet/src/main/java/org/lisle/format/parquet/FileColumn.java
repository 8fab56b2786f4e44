package org.lisle.format.parquet;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators;
import org.jspecify.annotations.Nullable;

/**
 * A column of one file, and what comparing it with constants means there. All conditions are false where the value is missing.
 *
 * <p>A constant need not be a value that the column can hold: {@code price < 0.125} of a column with two digits is {@code price <= 0.12}.
 * What counts is the constant's place among the column's values, its {@link Place#floor}.
 */
interface FileColumn {
    /** @throws Mismatch when the column's values are no such */
    Condition compare(Filter.Operator operator, Object constant);

    /** As {@link #compare}. */
    Condition oneOf(List<Object> constants, boolean negated);

    Condition missing(boolean missing);

    /** A constant of another type than the column's. */
    final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Mismatch() {
            super(null, null, false, false);
        }
    }

    /**
     * Where a constant lies among a column's values.
     *
     * @param floor the largest value that is not above it; null when all are above it
     * @param exact whether the floor is the constant
     */
    record Place<T>(@Nullable T floor, boolean exact) {}

    /** A column whose values have an order. */
    final class Ordered<T extends Comparable<T>, C extends Operators.Column<T> & Operators.SupportsLtGt>
            implements FileColumn {
        private final C column;
        private final Function<Object, Place<T>> places;
        private final boolean oneValueHasManyForms;

        /** @param oneValueHasManyForms whether equal values may be unlike in the file, so that only their order tells */
        Ordered(C column, Function<Object, Place<T>> places, boolean oneValueHasManyForms) {
            this.column = column;
            this.places = places;
            this.oneValueHasManyForms = oneValueHasManyForms;
        }

        @Override
        public Condition compare(Filter.Operator operator, Object constant) {
            Place<T> place = places.apply(constant);
            T floor = place.floor();
            if (floor == null) {
                return switch (operator) {
                    case EQUAL, LESS, AT_MOST -> Condition.NEVER;
                    case NOT_EQUAL, GREATER, AT_LEAST -> missing(false);
                };
            }
            return switch (operator) {
                case EQUAL -> place.exact() ? equal(floor) : Condition.NEVER;
                case NOT_EQUAL -> place.exact() ? notEqual(floor) : missing(false);
                case LESS -> Condition.of(place.exact() ? FilterApi.lt(column, floor) : FilterApi.ltEq(column, floor));
                case AT_MOST -> Condition.of(FilterApi.ltEq(column, floor));
                case GREATER -> Condition.of(FilterApi.gt(column, floor));
                case AT_LEAST ->
                    Condition.of(place.exact() ? FilterApi.gtEq(column, floor) : FilterApi.gt(column, floor));
            };
        }

        private Condition equal(T value) {
            return Condition.of(
                    oneValueHasManyForms
                            ? FilterApi.and(FilterApi.gtEq(column, value), FilterApi.ltEq(column, value))
                            : FilterApi.eq(column, value));
        }

        private Condition notEqual(T value) {
            FilterPredicate unequal = oneValueHasManyForms
                    ? FilterApi.or(FilterApi.lt(column, value), FilterApi.gt(column, value))
                    : FilterApi.notEq(column, value);
            return Condition.of(unequal).and(missing(false));
        }

        @Override
        public Condition oneOf(List<Object> constants, boolean negated) {
            Set<T> values = new HashSet<>();
            for (Object constant : constants) {
                Place<T> place = places.apply(constant);
                if (place.exact() && place.floor() != null) {
                    values.add(place.floor());
                }
            }
            if (!oneValueHasManyForms) {
                return among(column, values, negated, missing(false));
            }
            Condition all = negated ? missing(false) : Condition.NEVER;
            for (T value : values) {
                all = negated ? all.and(notEqual(value)) : all.or(equal(value));
            }
            return all;
        }

        @Override
        public Condition missing(boolean missing) {
            return isNull(column, missing);
        }
    }

    /** A column whose values are only equal or not. */
    final class Unordered<T extends Comparable<T>, C extends Operators.Column<T> & Operators.SupportsEqNotEq>
            implements FileColumn {
        private final C column;
        private final Function<Object, T> values;

        Unordered(C column, Function<Object, T> values) {
            this.column = column;
            this.values = values;
        }

        @Override
        public Condition compare(Filter.Operator operator, Object constant) {
            return switch (operator) {
                case EQUAL -> oneOf(List.of(constant), false);
                case NOT_EQUAL -> oneOf(List.of(constant), true);
                default -> throw new Mismatch();
            };
        }

        @Override
        public Condition oneOf(List<Object> constants, boolean negated) {
            Set<T> wanted = new HashSet<>();
            constants.forEach(constant -> wanted.add(values.apply(constant)));
            return among(column, wanted, negated, missing(false));
        }

        @Override
        public Condition missing(boolean missing) {
            return isNull(column, missing);
        }
    }

    private static <T extends Comparable<T>, C extends Operators.Column<T> & Operators.SupportsEqNotEq> Condition among(
            C column, Set<T> values, boolean negated, Condition present) {
        if (values.isEmpty()) {
            return negated ? present : Condition.NEVER;
        }
        return negated
                ? Condition.of(FilterApi.notIn(column, values)).and(present)
                : Condition.of(FilterApi.in(column, values));
    }

    private static <T extends Comparable<T>, C extends Operators.Column<T> & Operators.SupportsEqNotEq>
            Condition isNull(C column, boolean missing) {
        return Condition.of(missing ? FilterApi.eq(column, null) : FilterApi.notEq(column, null));
    }
}
