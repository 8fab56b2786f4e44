package org.lisle.core.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * Classes inside of records, by name. In a record, a class is named once: 0, length and UTF-8 of the name; after that n for the nth class
 * named in this record. Between records only caches are kept, so that a class is looked up once and not once a record.
 */
final class ClassNames {
    private static final int BUCKETS = 256;

    private final ClassLoader loader;
    private final Map<Class<?>, byte[]> names = new HashMap<>();
    private final @Nullable Known[] buckets = new @Nullable Known[BUCKETS];
    private Class<?>[] written = new Class<?>[8];
    private int writtenCount;
    private Class<?>[] read = new Class<?>[8];
    private int readCount;
    private @Nullable Known last;

    /** A class that was found before, by the bytes of its name. */
    private record Known(
            byte[] name, Class<?> type, @Nullable Known next) {
        boolean isNamed(byte[] bytes, int from, int to) {
            return Arrays.equals(name, 0, name.length, bytes, from, to);
        }
    }

    ClassNames(ClassLoader loader) {
        this.loader = loader;
    }

    void beginWriting() {
        writtenCount = 0;
    }

    void beginReading() {
        readCount = 0;
    }

    void write(Class<?> type, RecordOutput out) {
        for (int index = 0; index < writtenCount; index++) {
            if (written[index] == type) {
                out.writeVarInt(index + 1);
                return;
            }
        }
        byte[] name = names.computeIfAbsent(type, named -> named.getName().getBytes(StandardCharsets.UTF_8));
        out.writeByte(0);
        out.writeVarInt(name.length);
        out.writeBytes(name, 0, name.length);
        if (writtenCount == written.length) {
            written = Arrays.copyOf(written, writtenCount * 2);
        }
        written[writtenCount++] = type;
    }

    /** @throws LisleException CLASS_NOT_FOUND naming the class */
    Class<?> read(RecordInput in) {
        int number = in.readVarInt();
        if (number != 0) {
            if (number < 0 || number > readCount) {
                throw in.corrupt("there is no class number " + number);
            }
            return read[number - 1];
        }
        int length = in.readLength();
        in.require(length);
        Class<?> type = find(in.buffer(), in.position(), in.position() + length);
        in.skip(length);
        if (readCount == read.length) {
            read = Arrays.copyOf(read, readCount * 2);
        }
        read[readCount++] = type;
        return type;
    }

    private Class<?> find(byte[] bytes, int from, int to) {
        if (last != null && last.isNamed(bytes, from, to)) {
            return last.type();
        }
        int hash = 0;
        for (int at = from; at < to; at++) {
            hash = hash * 31 + bytes[at];
        }
        int bucket = (hash ^ hash >>> 16) & BUCKETS - 1;
        for (Known known = buckets[bucket]; known != null; known = known.next()) {
            if (known.isNamed(bytes, from, to)) {
                last = known;
                return known.type();
            }
        }
        byte[] name = Arrays.copyOfRange(bytes, from, to);
        Class<?> type = load(new String(name, StandardCharsets.UTF_8));
        Known known = new Known(name, type, buckets[bucket]);
        buckets[bucket] = known;
        last = known;
        return type;
    }

    private Class<?> load(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new LisleException(
                    ErrorCode.CLASS_NOT_FOUND,
                    "the class " + name + " of a record is not there",
                    "add the jar that contains it with --jars",
                    e);
        }
    }
}
