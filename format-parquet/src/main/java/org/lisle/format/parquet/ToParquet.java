package org.lisle.format.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import org.lisle.core.record.FieldType;
import org.lisle.core.record.RecordShape;
import org.lisle.core.record.TimeUnits;
import org.lisle.core.record.ValueRefused;

/** Writes Java records with the schema of {@link RecordSchemas}. What writes a value is decided on once for a file. */
final class ToParquet<T> extends WriteSupport<T> {
    private final MessageType schema;
    private final FieldWriter[] fields;
    private @Nullable RecordConsumer out;

    ToParquet(RecordShape shape, MessageType schema) {
        this.schema = schema;
        this.fields = fields(shape, schema);
    }

    @Override
    public String getName() {
        return "lisle";
    }

    @Override
    @SuppressWarnings("deprecation") // it is abstract still
    public WriteContext init(Configuration configuration) {
        return new WriteContext(schema, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
        this.out = consumer;
    }

    /** @throws ValueRefused naming the field whose value cannot be written; then nothing more is written to the file */
    @Override
    public void write(T record) {
        RecordConsumer consumer = out;
        if (consumer == null) {
            throw new IllegalStateException("a record was written before there was a file");
        }
        consumer.startMessage();
        for (FieldWriter field : fields) {
            field.write(consumer, record);
        }
        consumer.endMessage();
    }

    /** Writes a value that is not null. */
    private interface ValueWriter {
        void write(RecordConsumer out, Object value);
    }

    private record FieldWriter(RecordShape shape, RecordShape.Field field, ValueWriter writer) {
        void write(RecordConsumer out, Object record) {
            Object value = shape.get(record, field.index());
            if (value == null) {
                return;
            }
            out.startField(field.name(), field.index());
            try {
                writer.write(out, value);
            } catch (ValueRefused e) {
                throw new ValueRefused("the field " + field.name() + ": " + e.getMessage());
            }
            out.endField(field.name(), field.index());
        }
    }

    private static FieldWriter[] fields(RecordShape shape, GroupType group) {
        return shape.fields().stream()
                .map(field -> new FieldWriter(shape, field, writer(field.type(), group.getType(field.index()))))
                .toArray(FieldWriter[]::new);
    }

    private static ValueWriter writer(FieldType type, Type column) {
        if (type instanceof FieldType.Simple simple) {
            return simple(simple.kind());
        }
        if (type instanceof FieldType.Decimal decimal) {
            return decimal(decimal, column.asPrimitiveType());
        }
        if (type instanceof FieldType.Enumeration) {
            return (out, value) -> out.addBinary(Binary.fromString(((Enum<?>) value).name()));
        }
        if (type instanceof FieldType.Listing listing) {
            return list(writer(listing.element(), repeated(column).getType(0)));
        }
        if (type instanceof FieldType.Mapping mapping) {
            return map(writer(mapping.value(), repeated(column).getType(1)));
        }
        FieldWriter[] nested = fields(((FieldType.Nested) type).shape(), column.asGroupType());
        return (out, value) -> {
            out.startGroup();
            for (FieldWriter field : nested) {
                field.write(out, value);
            }
            out.endGroup();
        };
    }

    private static GroupType repeated(Type column) {
        return column.asGroupType().getType(0).asGroupType();
    }

    private static ValueWriter list(ValueWriter element) {
        return (out, value) -> {
            out.startGroup();
            boolean any = false;
            for (Object each : (Iterable<?>) value) {
                if (!any) {
                    out.startField("list", 0);
                    any = true;
                }
                out.startGroup();
                if (each != null) {
                    out.startField("element", 0);
                    element.write(out, each);
                    out.endField("element", 0);
                }
                out.endGroup();
            }
            if (any) {
                out.endField("list", 0);
            }
            out.endGroup();
        };
    }

    private static ValueWriter map(ValueWriter ofValue) {
        return (out, value) -> {
            Map<?, ?> entries = (Map<?, ?>) value;
            out.startGroup();
            if (!entries.isEmpty()) {
                out.startField("key_value", 0);
                entries.forEach((key, each) -> {
                    if (key == null) {
                        throw new ValueRefused("a key of a map is null");
                    }
                    out.startGroup();
                    out.startField("key", 0);
                    out.addBinary(Binary.fromString((String) key));
                    out.endField("key", 0);
                    if (each != null) {
                        out.startField("value", 1);
                        ofValue.write(out, each);
                        out.endField("value", 1);
                    }
                    out.endGroup();
                });
                out.endField("key_value", 0);
            }
            out.endGroup();
        };
    }

    private static ValueWriter decimal(FieldType.Decimal decimal, PrimitiveType column) {
        return switch (column.getPrimitiveTypeName()) {
            case INT32 ->
                (out, value) -> out.addInteger(unscaled(decimal, value).intValue());
            case INT64 -> (out, value) -> out.addLong(unscaled(decimal, value).longValue());
            default -> {
                int length = column.getTypeLength();
                yield (out, value) -> out.addBinary(Numbers.fixed(unscaled(decimal, value), length));
            }
        };
    }

    private static BigInteger unscaled(FieldType.Decimal decimal, Object value) {
        return decimal.unscaled((BigDecimal) value);
    }

    private static ValueWriter simple(FieldType.Kind kind) {
        return switch (kind) {
            case BOOLEAN -> (out, value) -> out.addBoolean((Boolean) value);
            case BYTE, SHORT, INT -> (out, value) -> out.addInteger(((Number) value).intValue());
            case LONG -> (out, value) -> out.addLong((Long) value);
            case FLOAT -> (out, value) -> out.addFloat((Float) value);
            case DOUBLE -> (out, value) -> out.addDouble((Double) value);
            case STRING -> (out, value) -> out.addBinary(Binary.fromString((String) value));
            // the writer keeps values until a page is full, and the array is the program's
            case BYTES -> (out, value) -> out.addBinary(Binary.fromReusedByteArray((byte[]) value));
            case DATE -> (out, value) -> out.addInteger(TimeUnits.days((LocalDate) value));
            case TIME -> (out, value) -> out.addLong(TimeUnits.MICROS.of((LocalTime) value));
            case INSTANT -> (out, value) -> out.addLong(TimeUnits.MICROS.of((Instant) value));
            case LOCAL_DATE_TIME -> (out, value) -> out.addLong(TimeUnits.MICROS.of((LocalDateTime) value));
            case UUID -> (out, value) -> out.addBinary(FilterPlan.uuid((UUID) value));
        };
    }
}
