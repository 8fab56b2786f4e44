package org.lisle.format.avro;

import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.jspecify.annotations.Nullable;

/** Records of Avro's own models. */
record AvroDatum<T>(AvroModel<T> model) implements Datum<T> {
    @Override
    public @Nullable Schema schema() {
        return model.schema();
    }

    @Override
    @SuppressWarnings("unchecked")
    public DatumReader<T> reader(String path) {
        return (DatumReader<T>) model.data().createDatumReader(model.schema());
    }

    @Override
    @SuppressWarnings("unchecked")
    public DatumWriter<T> writer() {
        return (DatumWriter<T>) model.data().createDatumWriter(model.schema());
    }
}
