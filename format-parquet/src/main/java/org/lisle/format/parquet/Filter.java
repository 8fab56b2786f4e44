package org.lisle.format.parquet;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Which records of Parquet files are wanted: comparisons of a {@link Column}, joined by {@code and}, {@code or} and {@code not}. Immutable, any
 * thread.
 */
public abstract sealed class Filter implements Serializable {
    private static final long serialVersionUID = 1L;

    private Filter() {}

    public final Filter and(Filter other) {
        return new Both(this, other, true);
    }

    public final Filter or(Filter other) {
        return new Both(this, other, false);
    }

    /** The records of which this is false: those of which it is neither true nor false, because a value is missing, are in neither. */
    public abstract Filter not();

    enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        boolean isOrder() {
            return this != EQUAL && this != NOT_EQUAL;
        }

        Operator negated() {
            return switch (this) {
                case EQUAL -> NOT_EQUAL;
                case NOT_EQUAL -> EQUAL;
                case LESS -> AT_LEAST;
                case AT_MOST -> GREATER;
                case GREATER -> AT_MOST;
                case AT_LEAST -> LESS;
            };
        }
    }

    /** Both of two, or one of them. */
    static final class Both extends Filter {
        private static final long serialVersionUID = 1L;

        final Filter left;
        final Filter right;
        final boolean isAnd;

        Both(Filter left, Filter right, boolean isAnd) {
            this.left = left;
            this.right = right;
            this.isAnd = isAnd;
        }

        @Override
        public Filter not() {
            return new Both(left.not(), right.not(), !isAnd);
        }

        @Override
        public String toString() {
            return "(" + left + (isAnd ? " and " : " or ") + right + ")";
        }
    }

    /** A column compared with a value. */
    static final class Comparison extends Filter {
        private static final long serialVersionUID = 1L;

        final String column;
        final Operator operator;
        private final Serializable constant;

        Comparison(String column, Operator operator, Object constant) {
            this.column = column;
            this.operator = operator;
            this.constant = (Serializable) constant;
        }

        Object constant() {
            return constant;
        }

        @Override
        public Filter not() {
            return new Comparison(column, operator.negated(), constant);
        }

        @Override
        public String toString() {
            return column + " " + operator.sign + " " + text(constant);
        }
    }

    /** A column whose value is among others, or is none of them. */
    static final class OneOf extends Filter {
        private static final long serialVersionUID = 1L;

        final String column;
        private final Object[] constants;
        final boolean negated;

        OneOf(String column, List<Object> constants, boolean negated) {
            this.column = column;
            this.constants = constants.toArray();
            this.negated = negated;
        }

        List<Object> constants() {
            return Arrays.asList(constants);
        }

        @Override
        public Filter not() {
            return new OneOf(column, constants(), !negated);
        }

        @Override
        public String toString() {
            String first = constants().stream()
                    .limit(10)
                    .map(Filter::text)
                    .reduce((a, b) -> a + ", " + b)
                    .orElse("");
            String more = constants.length > 10 ? ", and " + (constants.length - 10) + " more" : "";
            return column + (negated ? " not in (" : " in (") + first + more + ")";
        }
    }

    /** A column without a value, or with one. */
    static final class Missing extends Filter {
        private static final long serialVersionUID = 1L;

        final String column;
        final boolean missing;

        Missing(String column, boolean missing) {
            this.column = column;
            this.missing = missing;
        }

        @Override
        public Filter not() {
            return new Missing(column, !missing);
        }

        @Override
        public String toString() {
            return column + (missing ? " is null" : " is not null");
        }
    }

    private static String text(Object constant) {
        return constant instanceof byte[] bytes ? bytes.length + " bytes" : constant.toString();
    }
}
