package org.lisle.format.parquet;

import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.Operators;
import org.apache.parquet.filter2.predicate.Statistics;
import org.apache.parquet.filter2.predicate.UserDefinedPredicate;
import org.apache.parquet.io.api.Binary;

/**
 * Timestamps as Hive, Impala and older versions of Spark write them: nanoseconds of the day and the Julian day, twelve bytes, little-endian.
 * Their bytes have no order, so statistics tell nothing.
 */
final class Int96 {
    private static final long JULIAN_DAY_OF_1970 = 2_440_588;

    private Int96() {}

    static Instant instant(Binary value) {
        ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long nanos = bytes.getLong(bytes.position());
        long days = bytes.getInt(bytes.position() + 8) - JULIAN_DAY_OF_1970;
        return Instant.ofEpochSecond(days * 86_400, nanos);
    }

    /** A column of such timestamps. */
    static final class TimestampColumn implements FileColumn {
        private final Operators.BinaryColumn column;

        TimestampColumn(Operators.BinaryColumn column) {
            this.column = column;
        }

        @Override
        public Condition compare(Filter.Operator operator, Object constant) {
            BigDecimal nanos = Numbers.nanosOfInstant(constant);
            return Condition.of(FilterApi.userDefined(column, new Kept(operator, nanos)));
        }

        @Override
        public Condition oneOf(List<Object> constants, boolean negated) {
            Condition all = negated ? missing(false) : Condition.NEVER;
            for (Object constant : constants) {
                all = negated
                        ? all.and(compare(Filter.Operator.NOT_EQUAL, constant))
                        : all.or(compare(Filter.Operator.EQUAL, constant));
            }
            return all;
        }

        @Override
        public Condition missing(boolean missing) {
            return Condition.of(missing ? FilterApi.eq(column, null) : FilterApi.notEq(column, null));
        }
    }

    /** The comparison of each value. */
    static final class Kept extends UserDefinedPredicate<Binary> implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Filter.Operator operator;
        private final BigDecimal nanos;

        Kept(Filter.Operator operator, BigDecimal nanos) {
            this.operator = operator;
            this.nanos = nanos;
        }

        @Override
        public boolean acceptsNullValue() {
            return false;
        }

        @Override
        public boolean keep(Binary value) {
            if (value == null) {
                return false;
            }
            int order = Numbers.nanosOfInstant(instant(value)).compareTo(nanos);
            return switch (operator) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case GREATER -> order > 0;
                case AT_LEAST -> order >= 0;
            };
        }

        @Override
        public boolean canDrop(Statistics<Binary> statistics) {
            return false;
        }

        @Override
        public boolean inverseCanDrop(Statistics<Binary> statistics) {
            return false;
        }
    }
}
