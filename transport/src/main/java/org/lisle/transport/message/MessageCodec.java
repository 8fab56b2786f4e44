package org.lisle.transport.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.avro.TrustedClasses;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.Wire;

/** Writes and reads the messages of {@link Wire} as a type number and Avro binary. Thread-safe; made once in a process. */
public final class MessageCodec {
    /** Larger fields are read past the decoder's buffer, straight to where they belong. */
    private static final int DECODER_BUFFER_BYTES = 2048;

    private static final MessageCodec WIRE = new MessageCodec();

    private final MessageTypes types = new MessageTypes(Wire.PROTOCOL);
    private final byte[] fingerprint = types.fingerprint();
    private final List<SpecificDatumWriter<SpecificRecord>> writers;
    private final List<SpecificDatumReader<SpecificRecord>> readers;
    private final DecoderFactory decoders = new DecoderFactory().configureDecoderBufferSize(DECODER_BUFFER_BYTES);
    private final ThreadLocal<BinaryEncoder> encoders = ThreadLocal.withInitial(
            () -> EncoderFactory.get().directBinaryEncoder(OutputStream.nullOutputStream(), null));

    private MessageCodec() {
        TrustedClasses.install();
        var data = new SpecificData(Wire.class.getClassLoader());
        writers = schemas()
                .map(schema -> new SpecificDatumWriter<SpecificRecord>(schema, data))
                .toList();
        readers = schemas()
                .map(schema -> new SpecificDatumReader<SpecificRecord>(schema, schema, data))
                .toList();
    }

    /** The codec of this process. */
    public static MessageCodec wire() {
        return WIRE;
    }

    private Stream<Schema> schemas() {
        return IntStream.rangeClosed(1, types.count()).mapToObj(types::schema);
    }

    /** 32 bytes that are equal in two processes exactly when they number and lay out all messages alike. */
    public byte[] fingerprint() {
        return fingerprint.clone();
    }

    /** From 1; fails with PROTOCOL when the record is no message of the wire. */
    public int typeOf(SpecificRecord message) {
        int number = types.number(message.getSchema());
        if (number == 0) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "Record " + message.getSchema().getFullName() + " is no message of the wire",
                    "Declare it in wire.avdl");
        }
        return number;
    }

    /**
     * Writes the message's fields, without its type. What {@code out} throws passes through.
     *
     * @throws LisleException PROTOCOL when a field is missing or of a wrong type
     */
    public void write(SpecificRecord message, OutputStream out) throws IOException {
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, encoders.get());
        try {
            writers.get(typeOf(message) - 1).write(message, encoder);
            encoder.flush();
        } catch (NullPointerException | ClassCastException | AvroRuntimeException incomplete) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "Message " + message.getSchema().getName() + " cannot be written: " + incomplete.getMessage(),
                    "Set all its fields",
                    incomplete);
        } finally {
            // The thread keeps the encoder, not the stream.
            EncoderFactory.get().directBinaryEncoder(OutputStream.nullOutputStream(), encoder);
        }
    }

    /** Reads the message of the given type that {@code in} holds and nothing else; fails with PROTOCOL. */
    public SpecificRecord read(int type, InputStream in) {
        if (type < 1 || type > types.count()) {
            throw new LisleException(
                    ErrorCode.PROTOCOL, "Message type " + type + " is unknown, the last one is " + types.count(), "");
        }
        try {
            BinaryDecoder decoder = decoders.binaryDecoder(in, null);
            SpecificRecord message = readers.get(type - 1).read(null, decoder);
            if (!decoder.isEnd()) {
                throw new IOException("bytes are left over");
            }
            return message;
        } catch (IOException | RuntimeException malformed) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "A message " + types.schema(type).getName() + " cannot be read: " + malformed,
                    "",
                    malformed);
        }
    }
}
