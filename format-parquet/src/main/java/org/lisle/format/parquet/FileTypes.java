package org.lisle.format.parquet;

import java.util.Locale;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import org.lisle.core.record.TimeUnits;

/** What Parquet's types hold. */
final class FileTypes {
    private FileTypes() {}

    /** For people: {@code int32 (DATE)}. */
    static String describe(@Nullable Type type) {
        if (type == null) {
            return "none";
        }
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        String physical = type.isPrimitive()
                ? type.asPrimitiveType().getPrimitiveTypeName().name().toLowerCase(Locale.ROOT)
                : "group";
        String repeated = type.isRepetition(Type.Repetition.REPEATED) ? "repeated " : "";
        return repeated + physical + (logical == null ? "" : " (" + logical + ")");
    }

    static TimeUnits unit(LogicalTypeAnnotation.TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> TimeUnits.MILLIS;
            case MICROS -> TimeUnits.MICROS;
            case NANOS -> TimeUnits.NANOS;
        };
    }

    /** How many digits of nanoseconds the unit lacks. */
    static int digitsOfNanos(LogicalTypeAnnotation.TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 6;
            case MICROS -> 3;
            case NANOS -> 0;
        };
    }

    /** Texts, also of writers that did not say so. */
    static boolean isText(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                && (logical == null
                        || logical instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
                        || logical instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation
                        || logical instanceof LogicalTypeAnnotation.JsonLogicalTypeAnnotation);
    }

    static boolean isBytes(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        boolean isBinary = type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                || type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
        return isBinary && (logical == null || logical instanceof LogicalTypeAnnotation.BsonLogicalTypeAnnotation);
    }

    static boolean isUuid(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                && type.getTypeLength() == 16
                && (logical == null || logical instanceof LogicalTypeAnnotation.UUIDLogicalTypeAnnotation);
    }
}
