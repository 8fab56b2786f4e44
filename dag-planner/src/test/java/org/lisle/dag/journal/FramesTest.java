package org.lisle.dag.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.lisle.core.journal.ExecutorGone;
import org.lisle.core.journal.JobDone;
import org.lisle.core.journal.ResultDone;

class FramesTest {
    private static final List<SpecificRecord> RECORDS = List.of(
            new ExecutorGone("3", "its node was lost"),
            new ResultDone(7, 2, ByteBuffer.wrap(new byte[] {1, 2, 3}), List.of(), 9L, 1L, "", "", 0L),
            new JobDone(7, ""));

    private final byte[] journal = encoded();

    private static byte[] encoded() {
        var bytes = new ByteArrayOutputStream();
        Frames frames = new Frames();
        RECORDS.forEach(entry -> bytes.writeBytes(frames.encode(entry)));
        return bytes.toByteArray();
    }

    @Test
    void recordsComeBackAsTheyWere() throws IOException {
        var reader = new Frames.Reader(new ByteArrayInputStream(journal));
        assertThat(read(reader)).isEqualTo(RECORDS);
        assertThat(reader.isTorn()).isFalse();
    }

    @Test
    void aJournalThatEndsAnywhereGivesTheWholeRecordsBefore() throws IOException {
        for (int length = 0; length < journal.length; length++) {
            var reader = new Frames.Reader(new ByteArrayInputStream(journal, 0, length));
            List<SpecificRecord> read = read(reader);
            assertThat(read).as("cut at %s", length).isEqualTo(RECORDS.subList(0, read.size()));
            assertThat(read.size()).isLessThan(RECORDS.size());
            int whole = read.stream()
                    .mapToInt(entry -> new Frames().encode(entry).length)
                    .sum();
            assertThat(reader.isTorn()).as("cut at %s", length).isEqualTo(whole != length);
        }
    }

    @Test
    void aChangedBitAnywhereEndsTheJournalThere() throws IOException {
        for (int position = 0; position < journal.length; position++) {
            byte[] damaged = journal.clone();
            damaged[position] ^= 4;
            var reader = new Frames.Reader(new ByteArrayInputStream(damaged));
            List<SpecificRecord> read = read(reader);
            assertThat(read).as("changed at %s", position).isEqualTo(RECORDS.subList(0, read.size()));
            assertThat(reader.isTorn()).as("changed at %s", position).isTrue();
        }
    }

    @Test
    void zerosBehindTheLastRecordEndTheJournal() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(journal);
        bytes.writeBytes(new byte[4096]);
        var reader = new Frames.Reader(new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(read(reader)).isEqualTo(RECORDS);
        assertThat(reader.isTorn()).isTrue();
    }

    private static List<SpecificRecord> read(Frames.Reader reader) throws IOException {
        List<SpecificRecord> records = new ArrayList<>();
        for (SpecificRecord next = reader.next(); next != null; next = reader.next()) {
            records.add(next);
        }
        return records;
    }
}
