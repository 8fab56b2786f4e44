package org.lisle.yarn.client;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.yarn.once.Claim;
import org.lisle.yarn.once.KeyDirectory;
import org.lisle.yarn.once.KeyRecord;
import org.lisle.yarn.once.RecordedEnd;
import org.lisle.yarn.once.Repetition;
import org.lisle.yarn.once.Repetition.Sight;
import org.lisle.yarn.outcome.Diagnostics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One submission with a key, carrying out what {@link Repetition} decides. Confined to the submitting thread; used once. */
final class KeyedSubmitter implements Repetition.World {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedSubmitter.class);

    private final Submitter submitter;
    private final Applications applications;
    private final ResourceStore store;
    private final KeyDirectory record;
    private final SubmitRequest request;
    private final byte[] secret;
    private Submitter.@Nullable Prepared prepared;
    private @Nullable ApplicationReport report;
    private @Nullable YarnException refusal;
    private boolean submitted;

    KeyedSubmitter(
            Submitter submitter,
            Applications applications,
            ResourceStore store,
            KeyDirectory record,
            SubmitRequest request,
            byte[] secret) {
        this.submitter = submitter;
        this.applications = applications;
        this.store = store;
        this.record = record;
        this.request = request;
        this.secret = secret;
    }

    /** What became of the submission: an application of now or before, that runs or has ended. */
    record Result(Claim claim, @Nullable RecordedEnd end, boolean submittedNow) {}

    /** @throws LisleException as a submission without key */
    Result run(boolean retryFailed, Duration retention) {
        return Submitter.translated(() -> {
            Repetition progress = Repetition.begin(retryFailed, System.currentTimeMillis() - retention.toMillis());
            try {
                while (!progress.isDone()) {
                    LOG.debug("{}", progress.next());
                    progress = progress.step(this);
                }
            } finally {
                discardUnclaimed(progress);
            }
            if (progress.next() == Repetition.Step.GIVE_UP) {
                throw refused();
            }
            return new Result(progress.claim(), progress.known().result(), submitted);
        });
    }

    @Override
    public KeyRecord read() throws IOException {
        return record.read();
    }

    @Override
    public String prepare() throws Exception {
        Submitter.Prepared made = submitter.prepare(request, record.path().toString());
        prepared = made;
        return made.id().toString();
    }

    @Override
    public void claim(int generation, String applicationId) throws IOException {
        record.claim(new Claim(
                generation,
                applicationId,
                store.applicationDirectory(applicationId).toString(),
                System.currentTimeMillis()));
    }

    @Override
    public Sight look(Claim claim) {
        Optional<ApplicationReport> found = applications.find(Applications.parse(claim.applicationId()));
        report = found.orElse(null);
        return found.map(told -> Reports.hasEnded(told) ? Sight.ENDED : Sight.ALIVE)
                .orElse(Sight.UNKNOWN);
    }

    @Override
    public Sight submit(Claim claim) throws IOException {
        Submitter.Prepared own = prepared;
        try {
            Submitter.Prepared ours = own != null && own.id().toString().equals(claim.applicationId())
                    ? own
                    : submitter.reopen(Applications.parse(claim.applicationId()), claim.stagingDirectory());
            submitter.send(ours, secret);
            submitted = true;
            return Sight.ALIVE;
        } catch (FileNotFoundException e) {
            refusal = new YarnException("what was uploaded for " + claim.applicationId() + " is gone", e);
            return look(claim) == Sight.ALIVE ? Sight.ALIVE : Sight.REFUSED;
        } catch (YarnException e) {
            refusal = e;
            return look(claim) == Sight.ALIVE ? Sight.ALIVE : Sight.REFUSED;
        }
    }

    @Override
    public void close(KeyRecord known, Sight sight) throws IOException {
        ApplicationReport told = report;
        if (sight == Sight.ENDED && told != null) {
            record.close(known, Ends.recorded(Reports.outcome(told)));
        } else if (sight == Sight.REFUSED) {
            record.close(known, RecordedEnd.neverRan(Diagnostics.of(refused()).format(), System.currentTimeMillis()));
        } else {
            record.close(known, Ends.lost(known));
        }
    }

    private LisleException refused() {
        return new LisleException(
                ErrorCode.SUBMISSION_REJECTED,
                "the cluster did not take the application: " + (refusal == null ? "" : refusal.getMessage()),
                "",
                refusal);
    }

    /** What was uploaded for an application that will never be. A claim whose fate is not known stays for whoever comes next. */
    private void discardUnclaimed(Repetition progress) throws IOException {
        Submitter.Prepared own = prepared;
        KeyRecord known = progress.record();
        if (own == null || known == null) {
            return;
        }
        Claim claim = known.claim();
        boolean ours = claim != null && claim.applicationId().equals(own.id().toString());
        if (!ours || progress.next() == Repetition.Step.GIVE_UP) {
            store.removeApplication(own.id().toString());
        }
    }
}
