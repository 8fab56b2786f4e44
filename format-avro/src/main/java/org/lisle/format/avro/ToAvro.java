package org.lisle.format.avro;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.core.record.FieldType;
import org.lisle.core.record.RecordShape;
import org.lisle.core.record.TimeUnits;
import org.lisle.core.record.ValueRefused;

/** Makes generic records, without logical types, of Java records. */
final class ToAvro {
    private final RecordShape shape;
    private final Schema schema;

    ToAvro(RecordShape shape, Schema schema) {
        this.shape = shape;
        this.schema = schema;
    }

    Schema schema() {
        return schema;
    }

    /** @throws ValueRefused naming the field whose value cannot be written */
    IndexedRecord record(Object record) {
        GenericData.Record made = new GenericData.Record(schema);
        for (RecordShape.Field field : shape.fields()) {
            Object value = shape.get(record, field.index());
            if (value != null) {
                try {
                    Schema ofField = schema.getFields().get(field.index()).schema();
                    made.put(field.index(), value(value, field.type(), ofField));
                } catch (ValueRefused e) {
                    throw new ValueRefused("the field " + field.name() + ": " + e.getMessage());
                }
            }
        }
        return made;
    }

    private static Object value(Object value, FieldType type, Schema maybeUnion) {
        Schema schema = maybeUnion.isUnion() ? maybeUnion.getTypes().get(1) : maybeUnion;
        if (type instanceof FieldType.Simple simple) {
            return simple(value, simple.kind());
        }
        if (type instanceof FieldType.Decimal decimal) {
            return ByteBuffer.wrap(decimal.unscaled((BigDecimal) value).toByteArray());
        }
        if (type instanceof FieldType.Enumeration) {
            return new GenericData.EnumSymbol(schema, ((Enum<?>) value).name());
        }
        if (type instanceof FieldType.Listing listing) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (Object each : (Iterable<?>) value) {
                elements.add(each == null ? null : value(each, listing.element(), schema.getElementType()));
            }
            return elements;
        }
        if (type instanceof FieldType.Mapping mapping) {
            Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                if (entry.getKey() == null) {
                    throw new ValueRefused("a key of a map is null");
                }
                Object each = entry.getValue();
                entries.put(entry.getKey(), each == null ? null : value(each, mapping.value(), schema.getValueType()));
            }
            return entries;
        }
        return new ToAvro(((FieldType.Nested) type).shape(), schema).record(value);
    }

    private static Object simple(Object value, FieldType.Kind kind) {
        return switch (kind) {
            case BYTE, SHORT -> ((Number) value).intValue();
            case BYTES -> ByteBuffer.wrap((byte[]) value);
            case DATE -> TimeUnits.days((LocalDate) value);
            case TIME -> TimeUnits.MICROS.of((LocalTime) value);
            case INSTANT -> TimeUnits.MICROS.of((Instant) value);
            case LOCAL_DATE_TIME -> TimeUnits.MICROS.of((LocalDateTime) value);
            case UUID -> value.toString();
            default -> value;
        };
    }
}
