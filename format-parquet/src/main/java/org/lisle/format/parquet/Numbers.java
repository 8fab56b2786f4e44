package org.lisle.format.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.apache.parquet.io.api.Binary;

/** Constants of comparisons as numbers of a column's unit, and whole numbers among those that a column can hold. */
final class Numbers {
    private Numbers() {}

    /** @throws FileColumn.Mismatch when it is no finite number */
    static BigDecimal decimal(Object constant) {
        if (constant instanceof BigDecimal decimal) {
            return decimal;
        }
        if (constant instanceof Double || constant instanceof Float) {
            return new BigDecimal(((Number) constant).doubleValue());
        }
        if (constant instanceof Number whole) {
            return BigDecimal.valueOf(whole.longValue());
        }
        throw new FileColumn.Mismatch();
    }

    static BigDecimal days(Object constant) {
        if (constant instanceof LocalDate date) {
            return BigDecimal.valueOf(date.toEpochDay());
        }
        throw new FileColumn.Mismatch();
    }

    /** Nanoseconds since midnight. */
    static BigDecimal nanosOfDay(Object constant) {
        if (constant instanceof LocalTime time) {
            return BigDecimal.valueOf(time.toNanoOfDay());
        }
        throw new FileColumn.Mismatch();
    }

    /** Nanoseconds since 1970. */
    static BigDecimal nanosOfInstant(Object constant) {
        if (constant instanceof Instant instant) {
            return BigDecimal.valueOf(instant.getEpochSecond())
                    .movePointRight(9)
                    .add(BigDecimal.valueOf(instant.getNano()));
        }
        throw new FileColumn.Mismatch();
    }

    /** Nanoseconds since 1970, in no zone. */
    static BigDecimal nanosOfLocalDateTime(Object constant) {
        if (constant instanceof LocalDateTime time) {
            return nanosOfInstant(time.toInstant(ZoneOffset.UTC));
        }
        throw new FileColumn.Mismatch();
    }

    static FileColumn.Place<BigInteger> place(BigDecimal number, BigInteger least, BigInteger most) {
        BigInteger floor = number.setScale(0, RoundingMode.FLOOR).unscaledValue();
        if (floor.compareTo(least) < 0) {
            return new FileColumn.Place<>(null, false);
        }
        if (floor.compareTo(most) > 0) {
            return new FileColumn.Place<>(most, false);
        }
        return new FileColumn.Place<>(floor, number.compareTo(new BigDecimal(floor)) == 0);
    }

    static BigInteger least(int bits) {
        return BigInteger.ONE.shiftLeft(bits - 1).negate();
    }

    static BigInteger most(int bits) {
        return BigInteger.ONE.shiftLeft(bits - 1).subtract(BigInteger.ONE);
    }

    /** Big-endian, in two's complement, of a fixed length; @throws IllegalArgumentException when it does not fit */
    static Binary fixed(BigInteger number, int length) {
        byte[] digits = number.toByteArray();
        if (digits.length > length) {
            throw new IllegalArgumentException(number + " has more than " + length + " bytes");
        }
        byte[] padded = new byte[length];
        if (number.signum() < 0) {
            Arrays.fill(padded, 0, length - digits.length, (byte) -1);
        }
        System.arraycopy(digits, 0, padded, length - digits.length, digits.length);
        return Binary.fromConstantByteArray(padded);
    }
}
