package org.lisle.format.avro;

import java.io.ByteArrayOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Avro's generic model, whose records can be sent between processes: each with its schema. */
final class SendableData extends GenericData {
    static final SendableData INSTANCE = new SendableData();

    @Override
    public Object newRecord(Object old, Schema schema) {
        return new SendableRecord(schema);
    }

    /** A generic record that is serialised by Java as its schema and Avro's bytes. */
    static final class SendableRecord extends GenericData.Record implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        SendableRecord(Schema schema) {
            super(schema);
        }

        private Object writeReplace() {
            return new Sent(this);
        }
    }

    /** A record on its way. */
    static final class Sent implements Externalizable {
        private static final long serialVersionUID = 1L;

        private @Nullable GenericRecord record;

        public Sent() {}

        Sent(GenericRecord record) {
            this.record = record;
        }

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            IndexedRecord sent = present();
            var bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<IndexedRecord>(sent.getSchema(), INSTANCE).write(sent, encoder);
            encoder.flush();
            out.writeObject(sent.getSchema());
            out.writeInt(bytes.size());
            out.write(bytes.toByteArray());
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
            Schema schema = (Schema) in.readObject();
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            record = new GenericDatumReader<GenericRecord>(schema, schema, INSTANCE)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        }

        private Object readResolve() {
            return present();
        }

        private GenericRecord present() {
            if (record == null) {
                throw new IllegalStateException("a record was used before it was read");
            }
            return record;
        }
    }
}
