package org.lisle.core.record;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the values of a field are. */
public sealed interface FieldType {
    /** The simple values. */
    enum Kind {
        BOOLEAN,
        BYTE,
        SHORT,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        STRING,
        /** {@code byte[]}. */
        BYTES,
        /** {@code java.time.LocalDate}. */
        DATE,
        /** {@code java.time.LocalTime}. */
        TIME,
        /** {@code java.time.Instant}. */
        INSTANT,
        /** {@code java.time.LocalDateTime}. */
        LOCAL_DATE_TIME,
        UUID
    }

    /** A simple value; primitives are seen boxed. */
    record Simple(Kind kind) implements FieldType {}

    /** A {@code BigDecimal}. */
    record Decimal(int precision, int scale) implements FieldType {
        /**
         * The digits of a value of this size, as a whole number.
         *
         * @throws ValueRefused when it has more digits, before or behind the point
         */
        public BigInteger unscaled(BigDecimal value) {
            BigDecimal fitted;
            try {
                fitted = value.setScale(scale, RoundingMode.UNNECESSARY);
            } catch (ArithmeticException e) {
                throw new ValueRefused(value + " has more than " + scale + " digits behind the point");
            }
            if (fitted.precision() > precision) {
                throw new ValueRefused(value + " has more than " + (precision - scale) + " digits before the point");
            }
            return fitted.unscaledValue();
        }
    }

    /** A constant of an enum. */
    record Enumeration(Class<?> type) implements FieldType {
        /** @throws ValueRefused when the enum has no such constant */
        public Object constant(String name) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
            throw new ValueRefused("'" + name + "' is no constant of " + type.getSimpleName());
        }
    }

    /** A {@code List} or {@code Set}; written from any collection. */
    record Listing(FieldType element, boolean isSet) implements FieldType {
        /** The collection of these elements, in their order; the list is given away. */
        public Object of(List<@Nullable Object> elements) {
            return isSet
                    ? Collections.unmodifiableSet(new LinkedHashSet<>(elements))
                    : Collections.unmodifiableList(elements);
        }
    }

    /** A {@code Map} with keys of text. */
    record Mapping(FieldType value) implements FieldType {}

    /** A record in a record. */
    record Nested(RecordShape shape) implements FieldType {}
}
