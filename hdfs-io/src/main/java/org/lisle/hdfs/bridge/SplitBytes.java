package org.lisle.hdfs.bridge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.serializer.Deserializer;
import org.apache.hadoop.io.serializer.SerializationFactory;
import org.apache.hadoop.io.serializer.Serializer;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * A Hadoop split as bytes: its class's name, then what the serialization of the configuration ({@code io.serializations}) makes of it, as
 * Hadoop's own job client does it.
 */
final class SplitBytes {
    private SplitBytes() {}

    static byte[] encode(Object split, Configuration configuration) throws IOException {
        var bytes = new ByteArrayOutputStream(256);
        var out = new DataOutputStream(bytes);
        out.writeUTF(split.getClass().getName());
        Serializer<Object> serializer = serializer(split, configuration);
        serializer.open(out);
        serializer.serialize(split);
        serializer.close();
        return bytes.toByteArray();
    }

    static <T> T decode(byte[] payload, Class<T> type, Configuration configuration) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(payload));
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
