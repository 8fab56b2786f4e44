package org.lisle.format.avro;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.record.FieldType;
import org.lisle.core.record.RecordShape;
import org.lisle.core.record.ScalarText;
import org.lisle.core.record.TimeUnits;
import org.lisle.core.record.ValueRefused;

/** Makes Java records of generic records, without logical types, of one schema. Decided on once for a file. */
final class FromAvro {
    private final RecordShape shape;
    private final int[] places;
    private final List<Function<Object, Object>> values;

    private FromAvro(RecordShape shape, int[] places, List<Function<Object, Object>> values) {
        this.shape = shape;
        this.places = places;
        this.values = values;
    }

    /** @throws LisleException INVALID_ARGUMENT naming file and field when a component cannot be made of what the file has */
    static FromAvro of(Schema schema, RecordShape shape, String path) {
        int[] places = new int[shape.fields().size()];
        List<Function<Object, Object>> values = new ArrayList<>();
        for (RecordShape.Field field : shape.fields()) {
            Schema.Field found = schema.getField(field.name());
            if (found == null && field.required()) {
                throw unfit(path, "it has no field " + field.name() + ", and its component is a primitive");
            }
            places[field.index()] = found == null ? -1 : found.pos();
            Function<Object, Object> value = found == null ? x -> x : value(found.schema(), field.type(), path);
            if (value == null) {
                throw unfit(
                        path,
                        "its field " + field.name() + " is of type " + describe(found.schema()) + ", of which no "
                                + ScalarText.name(field.type()) + " can be made");
            }
            values.add(value);
        }
        return new FromAvro(shape, places, values);
    }

    static LisleException unfit(String path, String what) {
        return new LisleException(
                ErrorCode.INVALID_ARGUMENT,
                "the Avro file " + path + " does not fit the record class: " + what,
                "correct the component, or read the file with Avro.generic()");
    }

    private static String describe(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        return schema.isUnion() || logical == null ? schema.toString() : logical.getName();
    }

    /** @throws ValueRefused naming the field whose value does not fit */
    Object record(IndexedRecord found) {
        Object[] made = new Object[places.length];
        for (int i = 0; i < places.length; i++) {
            Object value = places[i] < 0 ? null : found.get(places[i]);
            if (value != null) {
                try {
                    made[i] = values.get(i).apply(value);
                } catch (ValueRefused e) {
                    throw new ValueRefused("the field " + shape.fields().get(i).name() + ": " + e.getMessage());
                } catch (DateTimeException e) {
                    throw new ValueRefused("the field " + shape.fields().get(i).name() + ": " + value + " is no time");
                }
            }
        }
        return shape.make(made);
    }

    /** What makes a value of one that is not null; null when the types do not fit. */
    private static @Nullable Function<Object, Object> value(Schema schema, FieldType type, String path) {
        if (schema.isUnion()) {
            return union(schema, type, path);
        }
        if (type instanceof FieldType.Simple simple) {
            return simple(schema, simple.kind());
        }
        if (type instanceof FieldType.Decimal) {
            return decimal(schema);
        }
        if (type instanceof FieldType.Enumeration enumeration) {
            boolean isText = schema.getType() == Schema.Type.ENUM || schema.getType() == Schema.Type.STRING;
            return isText ? x -> enumeration.constant(x.toString()) : null;
        }
        if (type instanceof FieldType.Listing listing) {
            return schema.getType() == Schema.Type.ARRAY ? list(schema, listing, path) : null;
        }
        if (type instanceof FieldType.Mapping mapping) {
            return schema.getType() == Schema.Type.MAP ? map(schema, mapping, path) : null;
        }
        if (schema.getType() != Schema.Type.RECORD) {
            return null;
        }
        FromAvro nested = of(schema, ((FieldType.Nested) type).shape(), path);
        return x -> nested.record((IndexedRecord) x);
    }

    private static @Nullable Function<Object, Object> union(Schema schema, FieldType type, String path) {
        List<@Nullable Function<Object, Object>> branches = new ArrayList<>();
        Function<Object, Object> last = null;
        int values = 0;
        for (Schema branch : schema.getTypes()) {
            boolean isNull = branch.getType() == Schema.Type.NULL;
            Function<Object, Object> value = isNull ? null : value(branch, type, path);
            branches.add(value);
            values += isNull ? 0 : 1;
            last = value == null ? last : value;
        }
        if (values <= 1) {
            // a field that is always null fits everything
            return values == 0 ? x -> x : last;
        }
        if (last == null) {
            return null;
        }
        GenericData data = new GenericData();
        return x -> {
            Function<Object, Object> branch = branches.get(data.resolveUnion(schema, x));
            if (branch == null) {
                throw new ValueRefused("'" + x + "' is no " + ScalarText.name(type));
            }
            return branch.apply(x);
        };
    }

    private static @Nullable Function<Object, Object> list(Schema schema, FieldType.Listing listing, String path) {
        Function<Object, Object> element = value(schema.getElementType(), listing.element(), path);
        if (element == null) {
            return null;
        }
        return found -> {
            Collection<?> elements = (Collection<?>) found;
            List<@Nullable Object> made = new ArrayList<>(elements.size());
            for (Object each : elements) {
                made.add(each == null ? null : element.apply(each));
            }
            return listing.of(made);
        };
    }

    private static @Nullable Function<Object, Object> map(Schema schema, FieldType.Mapping mapping, String path) {
        Function<Object, Object> value = value(schema.getValueType(), mapping.value(), path);
        if (value == null) {
            return null;
        }
        return found -> {
            Map<String, @Nullable Object> made = new LinkedHashMap<>();
            ((Map<?, ?>) found)
                    .forEach((key, each) -> made.put(String.valueOf(key), each == null ? null : value.apply(each)));
            return made;
        };
    }

    private static @Nullable Function<Object, Object> decimal(Schema schema) {
        if (!(schema.getLogicalType() instanceof LogicalTypes.Decimal size)) {
            return switch (schema.getType()) {
                case INT, LONG ->
                    schema.getLogicalType() == null ? x -> BigDecimal.valueOf(((Number) x).longValue()) : null;
                default -> null;
            };
        }
        return x -> new BigDecimal(new BigInteger(bytes(x)), size.getScale());
    }

    private static byte[] bytes(Object found) {
        if (found instanceof GenericFixed fixed) {
            return fixed.bytes().clone();
        }
        ByteBuffer buffer = ((ByteBuffer) found).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static @Nullable Function<Object, Object> simple(Schema schema, FieldType.Kind kind) {
        Schema.Type found = schema.getType();
        boolean isInt = found == Schema.Type.INT;
        boolean isWhole = isInt || found == Schema.Type.LONG;
        boolean isBinary = found == Schema.Type.BYTES || found == Schema.Type.FIXED;
        return switch (kind) {
            case BOOLEAN -> found == Schema.Type.BOOLEAN ? x -> x : null;
            case BYTE -> isInt ? x -> (byte) within((Integer) x, Byte.MIN_VALUE, Byte.MAX_VALUE) : null;
            case SHORT -> isInt ? x -> (short) within((Integer) x, Short.MIN_VALUE, Short.MAX_VALUE) : null;
            case INT -> isInt ? x -> x : null;
            case LONG -> isWhole ? x -> ((Number) x).longValue() : null;
            case FLOAT -> found == Schema.Type.FLOAT ? x -> x : null;
            case DOUBLE ->
                found == Schema.Type.DOUBLE || found == Schema.Type.FLOAT || isInt
                        ? x -> ((Number) x).doubleValue()
                        : null;
            case STRING -> found == Schema.Type.STRING || found == Schema.Type.ENUM ? x -> x.toString() : null;
            case BYTES -> isBinary ? x -> bytes(x) : null;
            case DATE ->
                schema.getLogicalType() instanceof LogicalTypes.Date ? x -> LocalDate.ofEpochDay((Integer) x) : null;
            case TIME -> time(schema.getLogicalType());
            case INSTANT -> instant(schema.getLogicalType());
            case LOCAL_DATE_TIME -> local(schema.getLogicalType());
            case UUID -> uuid(schema);
        };
    }

    private static int within(int value, int least, int most) {
        if (value < least || value > most) {
            throw new ValueRefused(value + " is not between " + least + " and " + most);
        }
        return value;
    }

    private static @Nullable Function<Object, Object> time(@Nullable LogicalType type) {
        TimeUnits unit = type instanceof LogicalTypes.TimeMillis
                ? TimeUnits.MILLIS
                : type instanceof LogicalTypes.TimeMicros ? TimeUnits.MICROS : null;
        return unit == null ? null : x -> unit.localTime(((Number) x).longValue());
    }

    private static @Nullable Function<Object, Object> instant(@Nullable LogicalType type) {
        TimeUnits unit = type instanceof LogicalTypes.TimestampMillis
                ? TimeUnits.MILLIS
                : type instanceof LogicalTypes.TimestampMicros
                        ? TimeUnits.MICROS
                        : type instanceof LogicalTypes.TimestampNanos ? TimeUnits.NANOS : null;
        return unit == null ? null : x -> unit.instant((Long) x);
    }

    private static @Nullable Function<Object, Object> local(@Nullable LogicalType type) {
        TimeUnits unit = type instanceof LogicalTypes.LocalTimestampMillis
                ? TimeUnits.MILLIS
                : type instanceof LogicalTypes.LocalTimestampMicros
                        ? TimeUnits.MICROS
                        : type instanceof LogicalTypes.LocalTimestampNanos ? TimeUnits.NANOS : null;
        return unit == null ? null : x -> unit.localDateTime((Long) x);
    }

    private static @Nullable Function<Object, Object> uuid(Schema schema) {
        if (schema.getType() == Schema.Type.STRING) {
            return x -> {
                try {
                    return UUID.fromString(x.toString());
                } catch (IllegalArgumentException e) {
                    throw new ValueRefused("'" + x + "' is no uuid");
                }
            };
        }
        if (schema.getType() != Schema.Type.FIXED || schema.getFixedSize() != 16) {
            return null;
        }
        return x -> {
            ByteBuffer bytes = ByteBuffer.wrap(bytes(x));
            return new UUID(bytes.getLong(), bytes.getLong());
        };
    }
}
