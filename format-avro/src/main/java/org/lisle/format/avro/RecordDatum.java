package org.lisle.format.avro;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.record.RecordShape;

/**
 * Java records. A file is read with its own schema, less the fields that the class does not have, and {@link FromAvro} makes components of
 * what is found: Avro's resolution would take the scale of a decimal and the unit of a time from the reader's schema, which says nothing
 * about the file.
 */
final class RecordDatum<T> implements Datum<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;

    private RecordDatum(Class<T> type) {
        this.type = type;
    }

    static <T> RecordDatum<T> of(Class<T> type) {
        RecordDatum<T> datum = new RecordDatum<>(type);
        try {
            datum.schema();
        } catch (AvroRuntimeException e) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the record class " + type.getName() + " has no schema of Avro: " + e.getMessage(),
                    "give the component another @FieldName: letters, digits and _",
                    e);
        }
        return datum;
    }

    @Override
    public Schema schema() {
        return RecordSchemas.of(RecordShape.of(type));
    }

    @Override
    public DatumReader<T> reader(String path) {
        return new Reader<>(type, path);
    }

    @Override
    public DatumWriter<T> writer() {
        return new Writer<>(new ToAvro(RecordShape.of(type), schema()));
    }

    /** Of one file, whose schema it is told first. */
    private static final class Reader<T> implements DatumReader<T> {
        private final Class<T> type;
        private final String path;
        private @Nullable GenericDatumReader<IndexedRecord> records;
        private @Nullable FromAvro form;

        Reader(Class<T> type, String path) {
            this.type = type;
            this.path = path;
        }

        @Override
        public void setSchema(Schema ofFile) {
            RecordShape shape = RecordShape.of(type);
            if (ofFile.getType() != Schema.Type.RECORD) {
                throw FromAvro.unfit(
                        path,
                        "its values are no records, but of type "
                                + ofFile.getType().getName());
            }
            Schema wanted = withoutOtherFields(ofFile, shape);
            records = new GenericDatumReader<>(ofFile, wanted, new GenericData());
            form = FromAvro.of(wanted, shape, path);
        }

        private static Schema withoutOtherFields(Schema ofFile, RecordShape shape) {
            List<Schema.Field> kept = new ArrayList<>();
            for (RecordShape.Field field : shape.fields()) {
                Schema.Field found = ofFile.getField(field.name());
                if (found != null) {
                    kept.add(new Schema.Field(found.name(), found.schema(), found.doc()));
                }
            }
            return Schema.createRecord(ofFile.getName(), ofFile.getDoc(), ofFile.getNamespace(), false, kept);
        }

        @Override
        public T read(@Nullable T reuse, Decoder in) throws java.io.IOException {
            if (records == null || form == null) {
                throw new IllegalStateException("a file was read before its schema");
            }
            return type.cast(form.record(records.read(null, in)));
        }
    }

    /** Makes generic records. */
    private static final class Writer<T> implements DatumWriter<T> {
        private final ToAvro form;
        private GenericDatumWriter<IndexedRecord> records;

        Writer(ToAvro form) {
            this.form = form;
            this.records = new GenericDatumWriter<>(form.schema());
        }

        @Override
        public void setSchema(Schema schema) {
            records = new GenericDatumWriter<>(schema);
        }

        @Override
        public void write(T record, Encoder out) throws java.io.IOException {
            records.write(form.record(record), out);
        }
    }
}
