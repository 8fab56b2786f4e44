package org.lisle.executor.group;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.executor.spill.SpillFile;
import org.lisle.executor.spill.SpillReader;
import org.lisle.executor.spill.SpillSpace;
import org.lisle.executor.spill.SpillWriter;

/**
 * A run of groups sorted by the keys' hashes, in pieces: {@code hash, key, input, number of values, values}. The pieces of a key lie
 * together, its values in the order in which they came. Confined to one thread.
 */
final class GroupRun implements AutoCloseable {
    static final int PIECE_VALUES = 64;

    private final SpillSpace space;
    private final SpillFile file;
    private final SpillReader reader;
    private int hash;
    private @Nullable Object key;
    private int input;
    private int values;

    /** Opens a run; deletes it when closed. */
    GroupRun(SpillSpace space, SpillFile file) {
        this.space = space;
        this.file = file;
        this.reader = space.read(file);
    }

    static void write(SpillWriter writer, int hash, @Nullable Object key, ValueLists values) {
        for (int input = 0; input < values.inputs(); input++) {
            List<@Nullable Object> list = values.of(input);
            for (int from = 0; from < list.size(); from += PIECE_VALUES) {
                write(writer, hash, key, input, list.subList(from, Math.min(list.size(), from + PIECE_VALUES)));
            }
        }
    }

    private static void write(
            SpillWriter writer, int hash, @Nullable Object key, int input, List<@Nullable Object> values) {
        writer.writeInt(hash);
        writer.writeValue(key);
        writer.writeCount(input);
        writer.writeCount(values.size());
        for (Object value : values) {
            writer.writeValue(value);
            writer.endRecord();
        }
    }

    /** Moves to the next piece, whose values are read next, all of them. */
    boolean advance() {
        if (reader.atEnd()) {
            close();
            return false;
        }
        hash = reader.readInt();
        key = reader.readValue();
        input = reader.readCount();
        values = reader.readCount();
        return true;
    }

    int hash() {
        return hash;
    }

    @Nullable
    Object key() {
        return key;
    }

    int input() {
        return input;
    }

    int values() {
        return values;
    }

    @Nullable
    Object readValue() {
        return reader.readValue();
    }

    @Override
    public void close() {
        reader.close();
        space.delete(file);
    }
}
