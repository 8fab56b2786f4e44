package org.lisle.format.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.HadoopParquetConfiguration;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.format.avro.AvroModel;

/**
 * Records of Avro's models, by Parquet's own library for them. Columns are chosen here: that library would make them of the reader's schema,
 * which says nothing about how the file's lists lie.
 */
final class AvroRecords<T> implements RecordModel<T> {
    private static final long serialVersionUID = 1L;

    private final AvroModel<T> model;

    AvroRecords(AvroModel<T> model) {
        this.model = model;
    }

    @Override
    public Reading<T> reading(FileMetaData file, Configuration configuration, String path) {
        Schema schema = model.schema();
        MessageType ofFile = file.getSchema();
        MessageType columns =
                schema == null ? ofFile : new MessageType(ofFile.getName(), pruned(ofFile, schema, "", path));
        Configuration settings = new Configuration(configuration);
        settings.setBoolean(AvroReadSupport.AVRO_COMPATIBILITY, false);
        settings.setBooleanIfUnset(AvroReadSupport.READ_INT96_AS_FIXED, true);
        if (schema != null) {
            AvroReadSupport.setAvroReadSchema(settings, schema);
        }
        HadoopParquetConfiguration ofSupport = new HadoopParquetConfiguration(settings);
        AvroReadSupport<T> support = new AvroReadSupport<>(model.data());
        try {
            ReadSupport.ReadContext context = support.init(ofSupport, file.getKeyValueMetaData(), columns);
            return new Reading<>(
                    columns, support.prepareForRead(ofSupport, file.getKeyValueMetaData(), ofFile, context));
        } catch (RuntimeException e) {
            throw unfit(path, String.valueOf(e.getMessage()), e);
        }
    }

    private static LisleException unfit(String path, String what, RuntimeException cause) {
        return new LisleException(
                ErrorCode.INVALID_ARGUMENT,
                "the Parquet file " + path + " does not fit the schema of Avro: " + what,
                "compare the schema of the file with that of the program",
                cause);
    }

    /** The columns that the schema has, also those in records; lists and maps are read whole. */
    private static List<Type> pruned(GroupType group, Schema schema, String prefix, String path) {
        List<Type> columns = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            Optional<Type> found = group.getFields().stream()
                    .filter(column -> column.getName().equals(field.name())
                            || field.aliases().contains(column.getName()))
                    .findFirst();
            String name = prefix + field.name();
            if (found.isEmpty() && !field.hasDefaultValue()) {
                throw unfit(
                        path,
                        "it has no column " + name + ", and the field has no default",
                        new AvroRuntimeException("a field without a value"));
            }
            found.ifPresent(column -> columns.add(pruned(column, withoutNull(field.schema()), name, path)));
        }
        return columns;
    }

    private static Type pruned(Type column, Schema schema, String name, String path) {
        if (column.isRepetition(Type.Repetition.REPEATED) || schema.getType() == Schema.Type.UNION) {
            return column;
        }
        if (column.isPrimitive() != isPrimitive(schema)
                || (column.isPrimitive() && !fits(column.asPrimitiveType(), schema.getType()))) {
            throw unfit(
                    path,
                    "its column " + name + " is of type " + FileTypes.describe(column) + ", of which no "
                            + schema.getType().getName() + " can be made",
                    new AvroRuntimeException("types do not fit"));
        }
        if (schema.getType() != Schema.Type.RECORD || column.getLogicalTypeAnnotation() != null) {
            return column;
        }
        List<Type> columns = pruned(column.asGroupType(), schema, name + ".", path);
        return columns.isEmpty() ? column : column.asGroupType().withNewFields(columns);
    }

    private static boolean isPrimitive(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ARRAY, MAP -> false;
            default -> true;
        };
    }

    private static boolean fits(PrimitiveType column, Schema.Type type) {
        return switch (column.getPrimitiveTypeName()) {
            case BOOLEAN -> type == Schema.Type.BOOLEAN;
            case INT32 ->
                type == Schema.Type.INT
                        || type == Schema.Type.LONG
                        || type == Schema.Type.FLOAT
                        || type == Schema.Type.DOUBLE;
            case INT64 -> type == Schema.Type.LONG || type == Schema.Type.FLOAT || type == Schema.Type.DOUBLE;
            case FLOAT -> type == Schema.Type.FLOAT || type == Schema.Type.DOUBLE;
            case DOUBLE -> type == Schema.Type.DOUBLE;
            case BINARY -> type == Schema.Type.STRING || type == Schema.Type.BYTES || type == Schema.Type.ENUM;
            case FIXED_LEN_BYTE_ARRAY, INT96 -> type == Schema.Type.FIXED || type == Schema.Type.STRING;
        };
    }

    private static Schema withoutNull(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return schema;
        }
        List<Schema> others = schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        return others.size() == 1 ? others.get(0) : schema;
    }

    @Override
    public boolean hasColumn(String name) {
        Schema schema = model.schema();
        for (String part : name.split("\\.", -1)) {
            Schema.Field field =
                    schema == null || schema.getType() != Schema.Type.RECORD ? null : schema.getField(part);
            if (field == null) {
                return false;
            }
            schema = withoutNull(field.schema());
        }
        return true;
    }

    @Override
    public WriteSupport<T> writing(Configuration configuration) {
        Schema schema = model.schema();
        if (schema == null) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "records cannot be written to Parquet files without a schema",
                    "use Parquet.generic(schema)");
        }
        // the older form of lists cannot hold nulls
        configuration.setBooleanIfUnset(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
        try {
            return new AvroWriteSupport<>(
                    new AvroSchemaConverter(configuration).convert(schema),
                    Objects.requireNonNull(schema),
                    model.data());
        } catch (RuntimeException e) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the schema " + schema.getFullName() + " has none of Parquet: " + e.getMessage(),
                    "leave out what Parquet cannot hold",
                    e);
        }
    }
}
