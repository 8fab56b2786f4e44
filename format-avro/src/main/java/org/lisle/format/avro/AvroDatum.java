package org.lisle.format.avro;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.reflect.ReflectData;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** Records of Avro's own models. */
final class AvroDatum<T> implements Datum<T> {
    private static final long serialVersionUID = 1L;

    private enum Model {
        GENERIC,
        SPECIFIC,
        REFLECT
    }

    private final Model model;
    private final Class<?> type;
    private final @Nullable Schema schema;

    private AvroDatum(Model model, Class<?> type, @Nullable Schema schema) {
        this.model = model;
        this.type = type;
        this.schema = schema;
        trust();
    }

    private void trust() {
        if (schema != null && model != Model.GENERIC) {
            TrustedTypes.trust(schema);
        }
    }

    /** Where it arrives, its classes are trusted before any record of them does. */
    private Object readResolve() {
        trust();
        return this;
    }

    static AvroDatum<GenericRecord> generic(@Nullable Schema schema) {
        return new AvroDatum<>(Model.GENERIC, GenericRecord.class, schema);
    }

    static <T> AvroDatum<T> specific(Class<T> type) {
        return new AvroDatum<>(
                Model.SPECIFIC, type, SpecificData.getForClass(type).getSchema(type));
    }

    static <T> AvroDatum<T> reflect(Class<T> type) {
        return new AvroDatum<>(Model.REFLECT, type, reflectData(type).getSchema(type));
    }

    private static ReflectData reflectData(Class<?> type) {
        return new NullableReflectData(type.getClassLoader());
    }

    private static final class NullableReflectData extends ReflectData.AllowNull {
        private final ClassLoader loader;

        NullableReflectData(ClassLoader loader) {
            this.loader = loader;
        }

        @Override
        public ClassLoader getClassLoader() {
            return loader;
        }
    }

    @Override
    public @Nullable Schema schema() {
        return schema;
    }

    @Override
    @SuppressWarnings("unchecked")
    public DatumReader<T> reader(String path) {
        return switch (model) {
            case GENERIC -> new GenericDatumReader<>(schema, schema, SendableData.INSTANCE);
            case SPECIFIC -> (DatumReader<T>) SpecificData.getForClass(type).createDatumReader(schema);
            case REFLECT -> (DatumReader<T>) reflectData(type).createDatumReader(schema);
        };
    }

    @Override
    @SuppressWarnings("unchecked")
    public DatumWriter<T> writer() {
        return switch (model) {
            case GENERIC -> new GenericDatumWriter<>(schema);
            case SPECIFIC -> (DatumWriter<T>) SpecificData.getForClass(type).createDatumWriter(schema);
            case REFLECT -> (DatumWriter<T>) reflectData(type).createDatumWriter(schema);
        };
    }
}
