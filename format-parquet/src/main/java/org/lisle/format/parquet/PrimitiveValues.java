package org.lisle.format.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;
import org.lisle.core.record.FieldType;
import org.lisle.core.record.TimeUnits;
import org.lisle.core.record.ValueRefused;

/** Which Java value a value of a column without fields becomes: decided once for a file, by what file and record say of the column. */
final class PrimitiveValues {
    private PrimitiveValues() {}

    static boolean is(FieldType type, FieldType.Kind kind) {
        return type instanceof FieldType.Simple simple && simple.kind() == kind;
    }

    /** What an int or long of the column becomes; null where the column is of another kind than the type. The function throws {@link ValueRefused}. */
    static @Nullable LongFunction<Object> whole(PrimitiveType column, FieldType type) {
        LogicalTypeAnnotation logical = column.getLogicalTypeAnnotation();
        boolean isInt = column.getPrimitiveTypeName() == PrimitiveTypeName.INT32;
        if (type instanceof FieldType.Decimal && logical instanceof DecimalLogicalTypeAnnotation decimal) {
            int scale = decimal.getScale();
            return value -> BigDecimal.valueOf(value, scale);
        }
        if (logical instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
            return is(type, FieldType.Kind.DATE) ? LocalDate::ofEpochDay : null;
        }
        if (logical instanceof TimeLogicalTypeAnnotation time) {
            TimeUnits unit = FileTypes.unit(time.getUnit());
            return is(type, FieldType.Kind.TIME) ? unit::localTime : null;
        }
        if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            TimeUnits unit = FileTypes.unit(timestamp.getUnit());
            if (timestamp.isAdjustedToUTC()) {
                return is(type, FieldType.Kind.INSTANT) ? unit::instant : null;
            }
            return is(type, FieldType.Kind.LOCAL_DATE_TIME) ? unit::localDateTime : null;
        }
        boolean isUnsigned = logical instanceof IntLogicalTypeAnnotation whole && !whole.isSigned();
        if (logical != null && !(logical instanceof IntLogicalTypeAnnotation)) {
            return null;
        }
        if (type instanceof FieldType.Decimal) {
            return isUnsigned ? value -> new BigDecimal(unsigned(value, isInt)) : BigDecimal::valueOf;
        }
        return type instanceof FieldType.Simple simple ? number(simple.kind(), isInt, isUnsigned) : null;
    }

    private static BigInteger unsigned(long value, boolean isInt) {
        return isInt
                ? BigInteger.valueOf(Integer.toUnsignedLong((int) value))
                : new BigInteger(Long.toUnsignedString(value));
    }

    private static @Nullable LongFunction<Object> number(FieldType.Kind kind, boolean isInt, boolean isUnsigned) {
        if (!isInt) {
            return kind == FieldType.Kind.LONG ? value -> notNegative(value, isUnsigned) : null;
        }
        return switch (kind) {
            case BYTE -> value -> (byte) within(value, isUnsigned, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SHORT -> value -> (short) within(value, isUnsigned, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT -> value -> (int) within(value, isUnsigned, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> value -> isUnsigned ? Integer.toUnsignedLong((int) value) : value;
            case DOUBLE -> value -> (double) (isUnsigned ? Integer.toUnsignedLong((int) value) : value);
            default -> null;
        };
    }

    private static Object notNegative(long value, boolean isUnsigned) {
        if (isUnsigned && value < 0) {
            throw new ValueRefused(Long.toUnsignedString(value) + " is more than " + Long.MAX_VALUE);
        }
        return value;
    }

    private static long within(long found, boolean isUnsigned, long least, long most) {
        long value = isUnsigned ? Integer.toUnsignedLong((int) found) : found;
        if (value < least || value > most) {
            throw new ValueRefused(value + " is not between " + least + " and " + most);
        }
        return value;
    }

    /**
     * What bytes of the column become; null where the column is of another kind than the type. The function throws {@link ValueRefused}.
     *
     * @param isFixed whether all values have the same number of bytes
     */
    static @Nullable Function<Binary, Object> binary(PrimitiveType column, FieldType type, boolean isFixed) {
        if (type instanceof FieldType.Decimal
                && column.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal) {
            int scale = decimal.getScale();
            return value -> decimal(value, scale);
        }
        boolean isText = FileTypes.isText(column);
        if (type instanceof FieldType.Enumeration enumeration) {
            return isText ? value -> enumeration.constant(value.toStringUsingUTF8()) : null;
        }
        if (is(type, FieldType.Kind.STRING)) {
            return isText ? Binary::toStringUsingUTF8 : null;
        }
        if (is(type, FieldType.Kind.BYTES)) {
            return FileTypes.isBytes(column) ? Binary::getBytes : null;
        }
        if (is(type, FieldType.Kind.UUID)) {
            return isFixed && FileTypes.isUuid(column)
                    ? PrimitiveValues::uuid
                    : isText ? value -> uuid(value.toStringUsingUTF8()) : null;
        }
        return null;
    }

    private static Object decimal(Binary value, int scale) {
        if (value.length() == 0) {
            throw new ValueRefused("a decimal has no bytes");
        }
        return new BigDecimal(new BigInteger(value.getBytes()), scale);
    }

    private static Object uuid(Binary value) {
        ByteBuffer bytes = value.toByteBuffer();
        return new UUID(bytes.getLong(bytes.position()), bytes.getLong(bytes.position() + 8));
    }

    private static Object uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new ValueRefused("'" + text + "' is no uuid");
        }
    }
}
