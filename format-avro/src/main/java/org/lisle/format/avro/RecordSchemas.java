package org.lisle.format.avro;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.lisle.core.record.FieldType;
import org.lisle.core.record.RecordShape;

/** Avro's schema of a record class. One class is one named type, wherever it occurs. */
final class RecordSchemas {
    private final Map<Class<?>, Schema> named = new HashMap<>();

    private RecordSchemas() {}

    /** @throws org.apache.avro.AvroRuntimeException when a name is none for Avro */
    static Schema of(RecordShape shape) {
        return new RecordSchemas().record(shape);
    }

    private Schema record(RecordShape shape) {
        Schema known = named.get(shape.type());
        if (known != null) {
            return known;
        }
        List<Schema.Field> fields = new ArrayList<>();
        for (RecordShape.Field field : shape.fields()) {
            Schema schema = value(field.type());
            fields.add(
                    field.required()
                            ? new Schema.Field(field.name(), schema)
                            : new Schema.Field(field.name(), orNull(schema), null, JsonProperties.NULL_VALUE));
        }
        Schema made = Schema.createRecord(shape.type().getSimpleName(), null, namespace(shape.type()), false, fields);
        named.put(shape.type(), made);
        return made;
    }

    private static String namespace(Class<?> type) {
        String name = type.getCanonicalName();
        return name == null ? type.getPackageName() : name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    private static Schema orNull(Schema schema) {
        return Schema.createUnion(Schema.create(Schema.Type.NULL), schema);
    }

    private Schema value(FieldType type) {
        if (type instanceof FieldType.Simple simple) {
            return simple(simple.kind());
        }
        if (type instanceof FieldType.Decimal decimal) {
            return LogicalTypes.decimal(decimal.precision(), decimal.scale())
                    .addToSchema(Schema.create(Schema.Type.BYTES));
        }
        if (type instanceof FieldType.Enumeration enumeration) {
            return named.computeIfAbsent(enumeration.type(), RecordSchemas::enumeration);
        }
        if (type instanceof FieldType.Listing listing) {
            return Schema.createArray(orNull(value(listing.element())));
        }
        if (type instanceof FieldType.Mapping mapping) {
            return Schema.createMap(orNull(value(mapping.value())));
        }
        return record(((FieldType.Nested) type).shape());
    }

    private static Schema enumeration(Class<?> type) {
        List<String> symbols = Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .toList();
        return Schema.createEnum(type.getSimpleName(), null, namespace(type), symbols);
    }

    private static Schema simple(FieldType.Kind kind) {
        return switch (kind) {
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case BYTE, SHORT, INT -> Schema.create(Schema.Type.INT);
            case LONG -> Schema.create(Schema.Type.LONG);
            case FLOAT -> Schema.create(Schema.Type.FLOAT);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            case STRING -> Schema.create(Schema.Type.STRING);
            case BYTES -> Schema.create(Schema.Type.BYTES);
            case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case TIME -> LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case INSTANT -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case LOCAL_DATE_TIME -> LogicalTypes.localTimestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case UUID -> LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING));
        };
    }
}
