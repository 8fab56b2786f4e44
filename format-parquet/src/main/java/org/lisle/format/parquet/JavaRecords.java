package org.lisle.format.parquet;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.InvalidSchemaException;
import org.apache.parquet.schema.MessageType;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.record.FieldType;
import org.lisle.core.record.RecordShape;

/** Records of a Java record class: of a file only the columns are read that the class has. */
final class JavaRecords<T> implements RecordModel<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;

    private JavaRecords(Class<T> type) {
        this.type = type;
    }

    static <T> JavaRecords<T> of(Class<T> type) {
        RecordShape shape = RecordShape.of(type);
        try {
            RecordSchemas.of(shape);
        } catch (InvalidSchemaException | IllegalArgumentException e) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the record class " + type.getName() + " has no schema of Parquet: " + e.getMessage(),
                    "use record classes with at least one component",
                    e);
        }
        return new JavaRecords<>(type);
    }

    @Override
    public Reading<T> reading(FileMetaData file, Configuration configuration, String path) {
        MessageType schema = file.getSchema();
        FromParquet.Row row = FromParquet.of(schema, RecordShape.of(type), path);
        return new Reading<>(new MessageType(schema.getName(), row.columns()), new Materializer<>(type, row));
    }

    private static final class Materializer<T> extends RecordMaterializer<T> {
        private final Class<T> type;
        private final FromParquet.Row row;

        Materializer(Class<T> type, FromParquet.Row row) {
            this.type = type;
            this.row = row;
        }

        @Override
        public T getCurrentRecord() {
            return type.cast(row.record());
        }

        @Override
        public GroupConverter getRootConverter() {
            return row.converter();
        }
    }

    @Override
    public boolean hasColumn(String name) {
        return has(RecordShape.of(type), Arrays.asList(name.split("\\.", -1)));
    }

    private static boolean has(RecordShape shape, List<String> name) {
        Optional<RecordShape.Field> found = shape.fields().stream()
                .filter(field -> field.name().equals(name.get(0)))
                .findFirst();
        if (found.isEmpty() || name.size() == 1) {
            return found.isPresent();
        }
        return found.get().type() instanceof FieldType.Nested nested
                && has(nested.shape(), name.subList(1, name.size()));
    }

    @Override
    public WriteSupport<T> writing(Configuration configuration) {
        RecordShape shape = RecordShape.of(type);
        return new ToParquet<>(shape, RecordSchemas.of(shape));
    }
}
