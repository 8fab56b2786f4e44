package org.lisle.transport.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReferenceArray;
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
import org.jspecify.annotations.Nullable;
import org.lisle.core.avro.TrustedClasses;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.Wire;

/** Writes and reads the messages of {@link Wire} as a type number and Avro binary. Thread-safe; made once in a process. */
public final class MessageCodec {
    /** Larger fields are read past the decoder's buffer, straight to where they belong. */
    private static final int DECODER_BUFFER_BYTES = 2048;

    private static final MessageCodec WIRE = new MessageCodec();

    /**
     * How one type of message is written and read.
     *
     * @param writer thread-safe
     * @param reader thread-safe
     */
    private record Layout(SpecificDatumWriter<SpecificRecord> writer, SpecificDatumReader<SpecificRecord> reader) {}

    private final SpecificData data = new SpecificData(Wire.class.getClassLoader());

    /** By the type's number less one; each made when it is first used. */
    private final AtomicReferenceArray<@Nullable Layout> layouts = new AtomicReferenceArray<>(MessageTypes.count());

    private final DecoderFactory decoders = new DecoderFactory().configureDecoderBufferSize(DECODER_BUFFER_BYTES);
    private final ThreadLocal<BinaryEncoder> encoders = ThreadLocal.withInitial(
            () -> EncoderFactory.get().directBinaryEncoder(OutputStream.nullOutputStream(), null));

    private MessageCodec() {
        TrustedClasses.install();
    }

    /** The codec of this process. */
    public static MessageCodec wire() {
        return WIRE;
    }

    /** 32 bytes that are equal in two processes exactly when they number and lay out all messages alike. */
    public byte[] fingerprint() {
        return MessageTypes.fingerprint();
    }

    private Layout layout(int type) {
        Layout known = layouts.get(type - 1);
        if (known != null) {
            return known;
        }
        Schema schema = MessageTypes.schema(type, data);
        var made = new Layout(new SpecificDatumWriter<>(schema, data), new SpecificDatumReader<>(schema, schema, data));
        layouts.set(type - 1, made);
        return made;
    }

    /** From 1; fails with PROTOCOL when the record is no message of the wire. */
    public int typeOf(SpecificRecord message) {
        int number = MessageTypes.number(message.getSchema());
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
            layout(typeOf(message)).writer.write(message, encoder);
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
        if (type < 1 || type > MessageTypes.count()) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "Message type " + type + " is unknown, the last one is " + MessageTypes.count(),
                    "");
        }
        try {
            BinaryDecoder decoder = decoders.binaryDecoder(in, null);
            SpecificRecord message = layout(type).reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new IOException("bytes are left over");
            }
            return message;
        } catch (IOException | RuntimeException malformed) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "A message " + MessageTypes.name(type) + " cannot be read: " + malformed,
                    "",
                    malformed);
        }
    }
}
