package org.lisle.dag.journal;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.core.avro.TrustedClasses;
import org.lisle.core.journal.JournalRecord;

/**
 * Records as bytes:
 *
 * <pre>
 *   length of the record, 4 bytes | CRC32C of length and record, 4 bytes | the record, Avro binary of JournalRecord
 * </pre>
 *
 * A frame that ends early, or whose sum is wrong, is the torn tail of a journal: it and what follows were never acknowledged. The sum
 * covers the length, so that a file that was filled with zeros ends the journal too.
 */
final class Frames {
    static {
        TrustedClasses.install();
    }

    private static final int HEADER = 8;
    private static final int LARGEST = 1 << 30;

    private final SpecificDatumWriter<JournalRecord> writer = new SpecificDatumWriter<>(JournalRecord.getClassSchema());
    private @Nullable BinaryEncoder encoder;

    /** One frame. */
    byte[] encode(SpecificRecord entry) {
        var bytes = new ByteArrayOutputStream(256);
        bytes.writeBytes(new byte[HEADER]);
        try {
            encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
            writer.write(new JournalRecord(entry), encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        byte[] frame = bytes.toByteArray();
        ByteBuffer header = ByteBuffer.wrap(frame);
        header.putInt(frame.length - HEADER);
        header.putInt(sum(frame.length - HEADER, frame, HEADER));
        return frame;
    }

    private static int sum(int length, byte[] bytes, int from) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).putInt(0, length));
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /** Reads the frames of one journal. */
    static final class Reader {
        private final DataInputStream in;
        private final SpecificDatumReader<JournalRecord> records =
                new SpecificDatumReader<>(JournalRecord.getClassSchema());
        private boolean torn;

        Reader(InputStream in) {
            this.in = new DataInputStream(in);
        }

        /** The next record; null at the end, which may be torn. */
        @Nullable
        SpecificRecord next() throws IOException {
            try {
                int first = in.read();
                if (first < 0) {
                    return null;
                }
                int length = (first << 24) | (in.readUnsignedByte() << 16) | in.readUnsignedShort();
                int sum = in.readInt();
                if (length <= 0 || length > LARGEST) {
                    torn = true;
                    return null;
                }
                byte[] bytes = in.readNBytes(length);
                if (bytes.length < length || sum(length, bytes, 0) != sum) {
                    torn = true;
                    return null;
                }
                var decoder = DecoderFactory.get().binaryDecoder(bytes, null);
                return (SpecificRecord) records.read(null, decoder).getRecord();
            } catch (EOFException e) {
                torn = true;
                return null;
            } catch (AvroRuntimeException | ClassCastException e) {
                throw new IOException("a record has a form that this version does not know", e);
            }
        }

        /** Whether the journal ended in the middle of a frame. */
        boolean isTorn() {
            return torn;
        }
    }
}
