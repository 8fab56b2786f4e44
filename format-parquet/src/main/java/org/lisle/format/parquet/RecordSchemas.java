package org.lisle.format.parquet;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.ConversionPatterns;
import org.apache.parquet.schema.InvalidSchemaException;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.lisle.core.record.FieldType;
import org.lisle.core.record.RecordShape;

/** Parquet's schema of a record class: all but primitives may be null, and so may elements and values of lists and maps. */
final class RecordSchemas {
    private static final int MOST_DIGITS_OF_INT32 = 9;
    private static final int MOST_DIGITS_OF_INT64 = 18;

    private RecordSchemas() {}

    /** @throws InvalidSchemaException when a record has no component, which Parquet cannot hold */
    static MessageType of(RecordShape shape) {
        return new MessageType(shape.type().getSimpleName(), fields(shape));
    }

    private static List<Type> fields(RecordShape shape) {
        if (shape.fields().isEmpty()) {
            throw new InvalidSchemaException(shape.type().getName() + " has no component");
        }
        List<Type> fields = new ArrayList<>();
        for (RecordShape.Field field : shape.fields()) {
            Repetition repetition = field.required() ? Repetition.REQUIRED : Repetition.OPTIONAL;
            fields.add(type(field.type(), repetition, field.name()));
        }
        return fields;
    }

    private static Type type(FieldType type, Repetition repetition, String name) {
        if (type instanceof FieldType.Simple simple) {
            return simple(simple.kind(), repetition).named(name);
        }
        if (type instanceof FieldType.Decimal decimal) {
            return decimal(decimal, repetition).named(name);
        }
        if (type instanceof FieldType.Enumeration) {
            return primitive(PrimitiveTypeName.BINARY, repetition, LogicalTypeAnnotation.enumType())
                    .named(name);
        }
        if (type instanceof FieldType.Listing listing) {
            return ConversionPatterns.listOfElements(
                    repetition, name, type(listing.element(), Repetition.OPTIONAL, "element"));
        }
        if (type instanceof FieldType.Mapping mapping) {
            Type key = primitive(PrimitiveTypeName.BINARY, Repetition.REQUIRED, LogicalTypeAnnotation.stringType())
                    .named("key");
            Type value = type(mapping.value(), Repetition.OPTIONAL, "value");
            return ConversionPatterns.mapType(repetition, name, "key_value", key, value);
        }
        return Types.buildGroup(repetition)
                .addFields(fields(((FieldType.Nested) type).shape()).toArray(Type[]::new))
                .named(name);
    }

    private static Types.PrimitiveBuilder<PrimitiveType> decimal(FieldType.Decimal decimal, Repetition repetition) {
        LogicalTypeAnnotation logical = LogicalTypeAnnotation.decimalType(decimal.scale(), decimal.precision());
        if (decimal.precision() <= MOST_DIGITS_OF_INT32) {
            return primitive(PrimitiveTypeName.INT32, repetition, logical);
        }
        if (decimal.precision() <= MOST_DIGITS_OF_INT64) {
            return primitive(PrimitiveTypeName.INT64, repetition, logical);
        }
        return primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition, logical)
                .length(bytesOf(decimal.precision()));
    }

    /** The fewest bytes that hold any number of so many digits. */
    private static int bytesOf(int digits) {
        return BigInteger.TEN.pow(digits).bitLength() / 8 + 1;
    }

    private static Types.PrimitiveBuilder<PrimitiveType> simple(FieldType.Kind kind, Repetition repetition) {
        return switch (kind) {
            case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition);
            case BYTE -> primitive(PrimitiveTypeName.INT32, repetition, LogicalTypeAnnotation.intType(8, true));
            case SHORT -> primitive(PrimitiveTypeName.INT32, repetition, LogicalTypeAnnotation.intType(16, true));
            case INT -> Types.primitive(PrimitiveTypeName.INT32, repetition);
            case LONG -> Types.primitive(PrimitiveTypeName.INT64, repetition);
            case FLOAT -> Types.primitive(PrimitiveTypeName.FLOAT, repetition);
            case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition);
            case STRING -> primitive(PrimitiveTypeName.BINARY, repetition, LogicalTypeAnnotation.stringType());
            case BYTES -> Types.primitive(PrimitiveTypeName.BINARY, repetition);
            case DATE -> primitive(PrimitiveTypeName.INT32, repetition, LogicalTypeAnnotation.dateType());
            case TIME ->
                primitive(PrimitiveTypeName.INT64, repetition, LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS));
            case INSTANT ->
                primitive(
                        PrimitiveTypeName.INT64,
                        repetition,
                        LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS));
            case LOCAL_DATE_TIME ->
                primitive(
                        PrimitiveTypeName.INT64,
                        repetition,
                        LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS));
            case UUID ->
                primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition, LogicalTypeAnnotation.uuidType())
                        .length(16);
        };
    }

    private static Types.PrimitiveBuilder<PrimitiveType> primitive(
            PrimitiveTypeName physical, Repetition repetition, LogicalTypeAnnotation logical) {
        return Types.primitive(physical, repetition).as(logical);
    }
}
