package org.lisle.core.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * Classes inside of records, by name or number.
 *
 * <pre>
 *   0, length, UTF-8   a class named here, in a record that stands alone
 *   1, length, UTF-8   a class named here, which is in the stream's {@link ClassTable} from here on
 *   2 + 2n             the class named as number n in this record, from 0
 *   3 + 2n             the class with number n of the stream's table
 * </pre>
 *
 * Between records only caches are kept, so that a class is looked up once and not once a record.
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
        ClassTable shared = out.classes();
        if (shared != null && writeShared(type, shared, out)) {
            return;
        }
        for (int index = 0; index < writtenCount; index++) {
            if (written[index] == type) {
                out.writeVarInt(2 + 2 * index);
                return;
            }
        }
        out.writeByte(0);
        writeName(type, out);
        if (writtenCount == written.length) {
            written = Arrays.copyOf(written, writtenCount * 2);
        }
        written[writtenCount++] = type;
    }

    /** Whether the table has a number for the class. */
    private boolean writeShared(Class<?> type, ClassTable shared, RecordOutput out) {
        int number = shared.find(type);
        if (number < 0) {
            number = shared.add(type);
            if (number >= 0 && shared.namesInOrder()) {
                out.writeByte(1);
                writeName(type, out);
                return true;
            }
        }
        if (number < 0) {
            return false;
        }
        out.writeVarInt(3 + 2 * number);
        return true;
    }

    void writeName(Class<?> type, RecordOutput out) {
        byte[] name = names.computeIfAbsent(type, named -> named.getName().getBytes(StandardCharsets.UTF_8));
        out.writeVarInt(name.length);
        out.writeBytes(name, 0, name.length);
    }

    /** @throws LisleException CLASS_NOT_FOUND naming the class */
    Class<?> read(RecordInput in) {
        int reference = in.readVarInt();
        if (reference == 0) {
            return readHere(in);
        }
        ClassTable shared = in.classes();
        if (reference == 1) {
            Class<?> type = readName(in);
            shared.add(type);
            return type;
        }
        int number = (reference >>> 1) - 1;
        Class<?> type = (reference & 1) != 0 ? shared.get(number) : number < readCount ? read[number] : null;
        if (reference < 0 || type == null) {
            throw in.corrupt("there is no class number " + number);
        }
        return type;
    }

    private Class<?> readHere(RecordInput in) {
        Class<?> type = readName(in);
        if (readCount == read.length) {
            read = Arrays.copyOf(read, readCount * 2);
        }
        read[readCount++] = type;
        return type;
    }

    Class<?> readName(RecordInput in) {
        int length = in.readLength();
        in.require(length);
        Class<?> type = find(in.buffer(), in.position(), in.position() + length);
        in.skip(length);
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
