package org.lisle.transport.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Protocol;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * The numbers of a protocol's message types: its records sorted by full name, counted from 1. Two processes that compute the same {@link
 * #fingerprint} agree on every number and on every field. Immutable.
 */
final class MessageTypes {
    private final List<Schema> schemas;
    private final Map<String, Integer> numbers = new HashMap<>();

    MessageTypes(Protocol protocol) {
        schemas = protocol.getTypes().stream()
                .filter(schema -> schema.getType() == Schema.Type.RECORD)
                .sorted(Comparator.comparing(Schema::getFullName))
                .toList();
        for (int index = 0; index < schemas.size(); index++) {
            numbers.put(schemas.get(index).getFullName(), index + 1);
        }
    }

    int count() {
        return schemas.size();
    }

    /** @param number from 1 to {@link #count} */
    Schema schema(int number) {
        return schemas.get(number - 1);
    }

    /** 0 for a record that is none of the protocol. */
    int number(Schema schema) {
        return numbers.getOrDefault(schema.getFullName(), 0);
    }

    /** 32 bytes: SHA-256 over the canonical forms of all types, in the order of their numbers. */
    byte[] fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Schema schema : schemas) {
                digest.update(SchemaNormalization.toParsingForm(schema).getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java runtime has SHA-256", missing);
        }
    }
}
