package org.lisle.format.parquet;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.Operators;

/**
 * A column of floats or doubles. Parquet orders them as {@link Double#compare} does, while its statistics pass over NaN; here the two zeros
 * are equal, and NaN satisfies nothing, so that what statistics exclude is never wanted.
 */
final class FloatingColumn<T extends Comparable<T>, C extends Operators.Column<T> & Operators.SupportsLtGt>
        implements FileColumn {
    /** A kind of floating-point number. */
    interface Form<T> {
        T nearest(double value);

        T below(T value);

        double exactly(T value);
    }

    static final Form<Double> DOUBLES = new Form<>() {
        @Override
        public Double nearest(double value) {
            return value;
        }

        @Override
        public Double below(Double value) {
            return Math.nextDown(value);
        }

        @Override
        public double exactly(Double value) {
            return value;
        }
    };

    static final Form<Float> FLOATS = new Form<>() {
        @Override
        public Float nearest(double value) {
            return (float) value;
        }

        @Override
        public Float below(Float value) {
            return Math.nextDown(value);
        }

        @Override
        public double exactly(Float value) {
            return value;
        }
    };

    private final C column;
    private final Form<T> form;

    FloatingColumn(C column, Form<T> form) {
        this.column = column;
        this.form = form;
    }

    private Place<T> place(Object constant) {
        if (constant instanceof Double || constant instanceof Float) {
            double value = ((Number) constant).doubleValue();
            T nearest = form.nearest(value);
            double found = form.exactly(nearest);
            return new Place<>(found <= value ? nearest : form.below(nearest), found == value);
        }
        BigDecimal value = Numbers.decimal(constant);
        T nearest = form.nearest(value.doubleValue());
        double found = form.exactly(nearest);
        int order = Double.isInfinite(found) ? (found > 0 ? 1 : -1) : new BigDecimal(found).compareTo(value);
        return new Place<>(order <= 0 ? nearest : form.below(nearest), order == 0);
    }

    private boolean isZero(T value) {
        return form.exactly(value) == 0;
    }

    private T zero(boolean negative) {
        return form.nearest(negative ? -0.0 : 0.0);
    }

    private Condition isNumber() {
        return Condition.of(FilterApi.ltEq(column, form.nearest(Double.POSITIVE_INFINITY)));
    }

    @Override
    public Condition compare(Filter.Operator operator, Object constant) {
        if (!operator.isOrder()) {
            return oneOf(List.of(constant), operator == Filter.Operator.NOT_EQUAL);
        }
        Place<T> place = place(constant);
        T floor = place.floor();
        if (floor == null) {
            throw new IllegalStateException("minus infinity is below all");
        }
        boolean takesFloor =
                operator == Filter.Operator.AT_MOST || operator == Filter.Operator.GREATER || !place.exact();
        T bound = isZero(floor) ? zero(!takesFloor) : floor;
        return switch (operator) {
            case LESS -> Condition.of(takesFloor ? FilterApi.ltEq(column, bound) : FilterApi.lt(column, bound));
            case AT_MOST -> Condition.of(FilterApi.ltEq(column, bound));
            case GREATER -> Condition.of(FilterApi.gt(column, bound)).and(isNumber());
            default ->
                Condition.of(takesFloor ? FilterApi.gt(column, bound) : FilterApi.gtEq(column, bound))
                        .and(isNumber());
        };
    }

    @Override
    public Condition oneOf(List<Object> constants, boolean negated) {
        Set<T> values = new LinkedHashSet<>();
        for (Object constant : constants) {
            Place<T> place = place(constant);
            if (place.exact() && place.floor() != null) {
                boolean zero = isZero(place.floor());
                values.add(zero ? zero(true) : place.floor());
                values.add(zero ? zero(false) : place.floor());
            }
        }
        if (negated) {
            return values.isEmpty()
                    ? isNumber()
                    : Condition.of(FilterApi.notIn(column, values)).and(isNumber());
        }
        return values.isEmpty() ? Condition.NEVER : Condition.of(FilterApi.in(column, values));
    }

    @Override
    public Condition missing(boolean missing) {
        return Condition.of(missing ? FilterApi.eq(column, null) : FilterApi.notEq(column, null));
    }
}
