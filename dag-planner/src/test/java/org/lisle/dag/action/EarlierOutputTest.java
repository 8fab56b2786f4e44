package org.lisle.dag.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.io.DataSink;
import org.lisle.core.journal.OutputBegun;
import org.lisle.core.journal.OutputCommitted;
import org.lisle.core.journal.OutputCommitting;
import org.lisle.dag.journal.DriverJournal;
import org.lisle.dag.journal.MemoryJournal;
import org.lisle.dag.journal.RecoveredOutput;

/** Output of a dead driver that the second run of the program does not go on with. */
@SuppressWarnings("NullAway") // a null here fails the test
class EarlierOutputTest {
    private static final byte[] SETTINGS = {7};
    private static final int OUTPUT = 3;

    private final MemoryJournal first = new MemoryJournal(List.of());

    private static DriverJournal.Opened open(MemoryJournal store, int epoch) throws IOException {
        return DriverJournal.open(store, epoch, SETTINGS, 0, FaultInjector.NONE, failure -> {
            throw new AssertionError("the journal of epoch " + epoch + " failed", failure);
        });
    }

    private void written(RecoveredOutput.State state) throws IOException {
        List<SpecificRecord> records = new ArrayList<>(List.of(new OutputBegun(OUTPUT, 1, Sink.PLACE)));
        if (state != RecoveredOutput.State.BEGUN) {
            records.add(new OutputCommitting(OUTPUT));
        }
        if (state == RecoveredOutput.State.COMMITTED) {
            records.add(new OutputCommitted(OUTPUT));
        }
        try (DriverJournal.Opened opened = open(first, 1)) {
            records.forEach(opened.journal()::write);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BEGUN, PENDING, abortJob",
        "BEGUN, UNKNOWN, abortJob",
        "BEGUN, VISIBLE, abortJob",
        "COMMITTING, NOTHING, abortJob",
        "COMMITTING, UNKNOWN, removeOutput",
        "COMMITTED, NOTHING, abortJob",
        "COMMITTED, PENDING, removeOutput",
        "COMMITTED, UNKNOWN, removeOutput",
        "COMMITTED, VISIBLE, removeOutput",
    })
    void isRemovedWhereItMayBeVisibleAndGivenUpWhereItCannot(
            RecoveredOutput.State state, DataSink.Remains remains, String removed) throws IOException {
        written(state);
        Sink sink = new Sink(remains);
        try (DriverJournal.Opened opened = open(new MemoryJournal(List.of(first)), 2)) {
            List<RecoveredOutput> left = opened.journal().claims().outputsAt(Sink.PLACE);
            EarlierOutput earlier = new EarlierOutput(opened.journal(), EarlierOutputTest::token);

            // no job of the second run is like the one that wrote it
            assertThat(earlier.match(left, 1, sink, () -> null)).isNull();

            assertThat(opened.journal().claims().outputsAt(Sink.PLACE)).isEmpty();
        }
        assertThat(sink.calls).containsExactly(removed);
    }

    @Test
    void itsRemovalIsFinishedByTheNextDriver() throws IOException {
        written(RecoveredOutput.State.COMMITTED);
        MemoryJournal second = new MemoryJournal(List.of(first));
        Sink failing = new Sink(DataSink.Remains.VISIBLE);
        failing.dies = true;
        try (DriverJournal.Opened opened = open(second, 2)) {
            EarlierOutput earlier = new EarlierOutput(opened.journal(), EarlierOutputTest::token);
            List<RecoveredOutput> left = opened.journal().claims().outputsAt(Sink.PLACE);
            assertThatThrownBy(() -> earlier.match(left, 1, failing, () -> null))
                    .hasMessage("the driver dies here");
        }
        Sink sink = new Sink(DataSink.Remains.NOTHING);
        try (DriverJournal.Opened opened = open(new MemoryJournal(List.of(first, second)), 3)) {
            new EarlierOutput(opened.journal(), EarlierOutputTest::token).finishRemovals(sink);
        }
        assertThat(sink.calls).containsExactly("removeOutput");
    }

    private static DataSink.JobToken token(RecoveredOutput output) {
        return new DataSink.JobToken(1, 1, output.id(), output.epoch());
    }

    /** Says what remains, and remembers how that was removed. */
    private static final class Sink implements DataSink<Object> {
        private static final long serialVersionUID = 1L;
        private static final String PLACE = "the place";

        private final Remains remains;
        private final ArrayList<String> calls = new ArrayList<>();
        private boolean dies;

        Sink(Remains remains) {
            this.remains = remains;
        }

        @Override
        public String description() {
            return PLACE;
        }

        @Override
        public boolean checkOutput() {
            return true;
        }

        @Override
        public void setupJob(JobToken token) {}

        @Override
        public TaskWriter<Object> openTask(JobToken token, TaskToken task) {
            throw new UnsupportedOperationException("no task runs");
        }

        @Override
        public void commitJob(JobToken token, List<byte[]> taskCommits) {}

        @Override
        public void abortJob(JobToken token) {
            calls.add("abortJob");
        }

        @Override
        public void removeOutput(JobToken token) {
            if (dies) {
                throw new IllegalStateException("the driver dies here");
            }
            calls.add("removeOutput");
        }

        @Override
        public Remains remains(JobToken token) {
            return remains;
        }
    }
}
