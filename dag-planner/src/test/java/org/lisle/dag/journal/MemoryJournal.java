package org.lisle.dag.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.List;

/** The journal of one driver in memory, and those of the drivers before it. */
public final class MemoryJournal implements JournalStore {
    private final List<MemoryJournal> older;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** @param older those of the epochs before, the oldest first */
    public MemoryJournal(List<MemoryJournal> older) {
        this.older = List.copyOf(older);
    }

    @Override
    public List<Sealed> seal() {
        return older.stream().map(MemoryJournal::sealed).toList();
    }

    private Sealed sealed() {
        return new Sealed() {
            @Override
            public int epoch() {
                return older.size() + 1;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes.toByteArray());
            }
        };
    }

    @Override
    public void create() {}

    @Override
    public void append(byte[] frame, int offset, int length) {
        bytes.write(frame, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
