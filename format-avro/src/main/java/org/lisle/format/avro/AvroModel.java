package org.lisle.format.avro;

import java.io.Serializable;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.reflect.ReflectData;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Avro's generic, specific and reflect records, for formats that hold such: what makes and reads them. Immutable; where it arrives, its
 * classes are trusted by Avro before any record of them does.
 */
public final class AvroModel<T> implements Serializable {
    private static final long serialVersionUID = 1L;

    private enum Kind {
        GENERIC,
        SPECIFIC,
        REFLECT
    }

    private final Kind kind;
    private final Class<T> type;
    private final @Nullable Schema schema;

    private AvroModel(Kind kind, Class<T> type, @Nullable Schema schema) {
        this.kind = kind;
        this.type = type;
        this.schema = schema;
        trust();
    }

    /**
     * Records without a class.
     *
     * @param schema of the records; null for that of the file they are in
     */
    public static AvroModel<GenericRecord> generic(@Nullable Schema schema) {
        return new AvroModel<>(Kind.GENERIC, GenericRecord.class, schema);
    }

    /** Records of a class that Avro generated. */
    public static <T> AvroModel<T> specific(Class<T> type) {
        return new AvroModel<>(
                Kind.SPECIFIC, type, SpecificData.getForClass(type).getSchema(type));
    }

    /** Objects of any class, by their fields, which may be null. */
    public static <T> AvroModel<T> reflect(Class<T> type) {
        return new AvroModel<>(Kind.REFLECT, type, new NullableReflectData(type.getClassLoader()).getSchema(type));
    }

    /** Of the records; null when it is the file's. */
    public @Nullable Schema schema() {
        return schema;
    }

    /** Avro's own object for such records. Generic ones are made so that they can be sent between processes. */
    public GenericData data() {
        return switch (kind) {
            case GENERIC -> SendableData.INSTANCE;
            case SPECIFIC -> SpecificData.getForClass(type);
            case REFLECT -> new NullableReflectData(type.getClassLoader());
        };
    }

    private void trust() {
        if (schema != null && kind != Kind.GENERIC) {
            TrustedTypes.trust(schema);
        }
    }

    private Object readResolve() {
        trust();
        return this;
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
}
