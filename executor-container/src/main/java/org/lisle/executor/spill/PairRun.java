package org.lisle.executor.spill;

import org.jspecify.annotations.Nullable;

/** A run of keys and values, each with the hash of its key where the run is sorted by that. Confined to one thread. */
public final class PairRun implements AutoCloseable {
    private final SpillSpace space;
    private final SpillFile file;
    private final SpillReader reader;
    private int hash;
    private @Nullable Object key;
    private @Nullable Object value;

    /** Opens a run; deletes it when closed. */
    public PairRun(SpillSpace space, SpillFile file) {
        this.space = space;
        this.file = file;
        this.reader = space.read(file);
    }

    public static void write(SpillWriter writer, int hash, @Nullable Object key, @Nullable Object value) {
        writer.writeInt(hash);
        writer.writeValue(key);
        writer.writeValue(value);
        writer.endRecord();
    }

    /** Like {@link #write}, of a key and a value that are encoded already. */
    public static void writeEncoded(SpillWriter writer, int hash, byte[] bytes, int from, int to) {
        writer.writeInt(hash);
        writer.writeEncoded(bytes, from, to);
        writer.endRecord();
    }

    public boolean advance() {
        if (reader.atEnd()) {
            close();
            return false;
        }
        hash = reader.readInt();
        key = reader.readValue();
        value = reader.readValue();
        return true;
    }

    public int hash() {
        return hash;
    }

    public @Nullable Object key() {
        return key;
    }

    public @Nullable Object value() {
        return value;
    }

    @Override
    public void close() {
        reader.close();
        space.delete(file);
    }
}
