package org.lisle.core.record;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.UUID;

/** Values as text, for formats that are text: numbers as Java writes them, times by ISO 8601, bytes by Base64, enums by name. */
public final class ScalarText {
    private ScalarText() {}

    /** The text of a value of a simple type, a decimal or an enum. */
    public static String format(Object value) {
        if (value instanceof byte[] bytes) {
            return new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII);
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return value instanceof Enum<?> constant ? constant.name() : value.toString();
    }

    /** @throws ValueRefused when the text is no such value, or the type is none that one text can hold */
    public static Object parse(FieldType type, String text) {
        try {
            if (type instanceof FieldType.Simple simple) {
                return parse(simple.kind(), text);
            }
            if (type instanceof FieldType.Decimal) {
                return new BigDecimal(text);
            }
            if (type instanceof FieldType.Enumeration enumeration) {
                return enumeration.constant(text);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new ValueRefused("'" + shortened(text) + "' is no " + name(type));
        }
        throw new ValueRefused("a text cannot hold a " + name(type));
    }

    private static Object parse(FieldType.Kind kind, String text) {
        return switch (kind) {
            case BOOLEAN -> booleanOf(text);
            case BYTE -> Byte.parseByte(text);
            case SHORT -> Short.parseShort(text);
            case INT -> Integer.parseInt(text);
            case LONG -> Long.parseLong(text);
            case FLOAT -> Float.parseFloat(text);
            case DOUBLE -> Double.parseDouble(text);
            case STRING -> text;
            case BYTES -> Base64.getDecoder().decode(text);
            case DATE -> LocalDate.parse(text);
            case TIME -> LocalTime.parse(text);
            case INSTANT -> instant(text);
            case LOCAL_DATE_TIME -> LocalDateTime.parse(text.replace(' ', 'T'));
            case UUID -> UUID.fromString(text);
        };
    }

    private static Boolean booleanOf(String text) {
        if (text.equalsIgnoreCase("true")) {
            return Boolean.TRUE;
        }
        if (text.equalsIgnoreCase("false")) {
            return Boolean.FALSE;
        }
        throw new IllegalArgumentException(text);
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
    }

    /** The type as a person calls it: {@code int}, {@code Color}. */
    public static String name(FieldType type) {
        if (type instanceof FieldType.Simple simple) {
            return simple.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
        if (type instanceof FieldType.Enumeration enumeration) {
            return enumeration.type().getSimpleName();
        }
        if (type instanceof FieldType.Decimal) {
            return "decimal";
        }
        if (type instanceof FieldType.Listing) {
            return "list";
        }
        return type instanceof FieldType.Mapping ? "map" : "record";
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
