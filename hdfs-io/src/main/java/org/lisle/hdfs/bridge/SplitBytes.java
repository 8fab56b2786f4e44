package org.lisle.hdfs.bridge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.serializer.Deserializer;
import org.apache.hadoop.io.serializer.SerializationFactory;
import org.apache.hadoop.io.serializer.Serializer;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.hdfs.split.FilePiece;
import org.lisle.hdfs.split.SplitPayload;

/**
 * A Hadoop split as bytes: {@code length of the next, the split's files as a {@link SplitPayload}}, the name of the split's class, then what
 * the serialization of the configuration ({@code io.serializations}) makes of it, as Hadoop's own job client does it.
 */
final class SplitBytes {
    private SplitBytes() {}

    /** @param files that the split names, as they are now */
    static byte[] encode(Object split, List<FilePiece> files, Configuration configuration) throws IOException {
        var bytes = new ByteArrayOutputStream(256);
        var out = new DataOutputStream(bytes);
        byte[] ofFiles = SplitPayload.encode(files);
        out.writeInt(ofFiles.length);
        out.write(ofFiles);
        out.writeUTF(split.getClass().getName());
        Serializer<Object> serializer = serializer(split, configuration);
        serializer.open(out);
        serializer.serialize(split);
        serializer.close();
        return bytes.toByteArray();
    }

    /** The files, as they were when the split was made. */
    static List<FilePiece> files(byte[] payload) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(payload));
        return SplitPayload.decode(in.readNBytes(in.readInt()));
    }

    static <T> T decode(byte[] payload, Class<T> type, Configuration configuration) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(payload));
        in.skipNBytes(in.readInt());
        String name = in.readUTF();
        try {
            Class<?> splitClass = configuration.getClassByName(name);
            return type.cast(read(splitClass, in, configuration));
        } catch (ClassNotFoundException e) {
            throw new LisleException(
                    ErrorCode.CLASS_NOT_FOUND,
                    "the class " + name + " of an input split is not on the executor's class path",
                    "ship its jar with --jars",
                    e);
        }
    }

    private static <S> S read(Class<S> splitClass, DataInputStream in, Configuration configuration) throws IOException {
        Deserializer<S> deserializer = new SerializationFactory(configuration).getDeserializer(splitClass);
        deserializer.open(in);
        S split = deserializer.deserialize(null);
        deserializer.close();
        return split;
    }

    @SuppressWarnings("unchecked")
    private static Serializer<Object> serializer(Object split, Configuration configuration) {
        Serializer<?> serializer = new SerializationFactory(configuration).getSerializer(split.getClass());
        if (serializer == null) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the input split " + split.getClass().getName() + " cannot be serialized",
                    "name its serialization in lisle.hadoop.io.serializations");
        }
        return (Serializer<Object>) serializer;
    }
}
