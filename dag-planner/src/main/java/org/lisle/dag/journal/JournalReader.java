package org.lisle.dag.journal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.journal.EpochBegun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads sealed journals. What is unreadable is never guessed at: a torn tail is cut, a journal of other settings or another form makes
 * the application begin from the start.
 */
final class JournalReader {
    private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);
    private static final int BUFFER = 1 << 16;

    private final byte[] settings;
    private Recovered recovered = new Recovered();

    /** @param settings digest of the settings and version that a journal must have been written with */
    JournalReader(byte[] settings) {
        this.settings = settings;
    }

    Recovered read(List<JournalStore.Sealed> journals) {
        try {
            for (JournalStore.Sealed journal : journals) {
                read(journal);
            }
        } catch (IOException e) {
            LOG.warn(
                    "The journal of an earlier attempt cannot be read, so the program's jobs are computed from the start: {}",
                    e.toString());
            recovered = new Recovered();
        }
        recovered.finish();
        return recovered;
    }

    private void read(JournalStore.Sealed journal) throws IOException {
        long records = 0;
        try (var in = new BufferedInputStream(journal.open(), BUFFER)) {
            var frames = new Frames.Reader(in);
            for (SpecificRecord next = frames.next(); next != null; next = frames.next()) {
                if (records++ == 0) {
                    checkBeginning(journal, next);
                }
                recovered.apply(next);
            }
            LOG.info(
                    "The journal of attempt {} has {} records{}",
                    journal.epoch(),
                    records,
                    frames.isTorn()
                            ? ", and was being written when that attempt ended: the torn last one is dropped"
                            : "");
        }
    }

    private void checkBeginning(JournalStore.Sealed journal, SpecificRecord first) throws IOException {
        if (!(first instanceof EpochBegun begun) || begun.getEpoch() != journal.epoch()) {
            throw new IOException("the journal of attempt " + journal.epoch() + " does not begin with its epoch");
        }
        if (!Arrays.equals(Recovered.bytes(begun.getSettings()), settings)) {
            throw new IOException("the journal of attempt " + journal.epoch()
                    + " was written with other settings or another version");
        }
    }
}
