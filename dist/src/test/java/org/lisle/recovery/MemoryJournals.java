package org.lisle.recovery;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.journal.JournalRecord;
import org.lisle.dag.journal.JournalStore;

/** Journals of one application in memory. What was not flushed is lost with the driver. */
final class MemoryJournals {
    private final TreeMap<Integer, ByteArrayOutputStream> flushed = new TreeMap<>();
    private int newest;

    JournalStore store(int epoch) {
        return new Store(epoch);
    }

    synchronized void damage(int epoch) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7});
        flushed.put(epoch, bytes);
    }

    /** The whole records of a journal. */
    synchronized List<SpecificRecord> records(int epoch) {
        List<SpecificRecord> records = new ArrayList<>();
        ByteArrayOutputStream bytes = flushed.get(epoch);
        if (bytes == null) {
            return records;
        }
        var in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        var reader = new SpecificDatumReader<JournalRecord>(JournalRecord.getClassSchema());
        try {
            while (in.available() >= 8) {
                int length = in.readInt();
                in.readInt();
                byte[] content = in.readNBytes(length);
                if (content.length == length) {
                    var decoder = DecoderFactory.get().binaryDecoder(content, null);
                    records.add((SpecificRecord) reader.read(null, decoder).getRecord());
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return records;
    }

    private final class Store implements JournalStore {
        private final int epoch;
        private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

        Store(int epoch) {
            this.epoch = epoch;
        }

        @Override
        public List<Sealed> seal() {
            synchronized (MemoryJournals.this) {
                newest = Math.max(newest, epoch);
                List<Sealed> sealed = new ArrayList<>();
                flushed.headMap(epoch)
                        .forEach((older, bytes) -> sealed.add(new Sealed() {
                            @Override
                            public int epoch() {
                                return older;
                            }

                            @Override
                            public InputStream open() {
                                return new ByteArrayInputStream(bytes.toByteArray());
                            }
                        }));
                return sealed;
            }
        }

        @Override
        public void create() throws IOException {
            synchronized (MemoryJournals.this) {
                if (flushed.putIfAbsent(epoch, new ByteArrayOutputStream()) != null) {
                    throw new IOException("there is a journal of epoch " + epoch);
                }
            }
        }

        @Override
        public void append(byte[] bytes, int offset, int length) {
            pending.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            synchronized (MemoryJournals.this) {
                if (newest > epoch) {
                    throw new IOException("a newer attempt has taken over");
                }
                Objects.requireNonNull(flushed.get(epoch)).writeBytes(pending.toByteArray());
                pending.reset();
            }
        }

        @Override
        public void close() {}
    }
}
