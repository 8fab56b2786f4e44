package org.lisle.yarn.client;

import java.io.IOException;
import java.util.function.Consumer;
import org.lisle.yarn.once.KeyRecord;
import org.lisle.yarn.once.KeyStore;
import org.lisle.yarn.once.RecordedEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows an application that has a key: what the record says of its end holds, and what it does not say yet is recorded. */
record KeyedSubmission(Submission followed, KeyStore record, int generation, Origin origin) implements Submission {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedSubmission.class);

    @Override
    public String applicationId() {
        return followed.applicationId();
    }

    @Override
    public Outcome await(Consumer<Progress> progress) throws InterruptedException {
        Outcome told = followed.await(progress);
        try {
            KeyRecord known = record.read();
            if (known.generation() != generation) {
                return told;
            }
            RecordedEnd end = known.result();
            if (end == null) {
                record.close(known, Ends.recorded(told));
                return told;
            }
            Outcome recorded = Ends.outcome(applicationId(), end);
            return new Outcome(
                    told.applicationId(),
                    recorded.code(),
                    recorded.message(),
                    recorded.trace(),
                    told.logUrl(),
                    told.submittedMillis(),
                    told.endedMillis(),
                    recorded.phases());
        } catch (IOException e) {
            LOG.warn("the end of {} cannot be recorded for its key: {}", applicationId(), e.toString());
            return told;
        }
    }

    @Override
    public void kill() {
        followed.kill();
    }
}
