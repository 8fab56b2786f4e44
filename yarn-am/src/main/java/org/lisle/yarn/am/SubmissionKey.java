package org.lisle.yarn.am;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.yarn.launch.ApplicationSpec;
import org.lisle.yarn.once.Admission;
import org.lisle.yarn.once.KeyDirectory;
import org.lisle.yarn.once.KeyRecord;
import org.lisle.yarn.once.KeyStore;
import org.lisle.yarn.once.RecordedEnd;
import org.lisle.yarn.outcome.Diagnostics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ApplicationMaster's part in a submission with a key: it asks the record before it runs the program, and records how that ended before
 * YARN is told. Without a key it does nothing. Confined to the ApplicationMaster's main thread.
 */
final class SubmissionKey {
    private static final Logger LOG = LoggerFactory.getLogger(SubmissionKey.class);

    private final ApplicationSpec spec;
    private final Configuration hadoop;
    private final MasterEnvironment environment;
    private boolean admitted;

    SubmissionKey(ApplicationSpec spec, Configuration hadoop, MasterEnvironment environment) {
        this.spec = spec;
        this.hadoop = hadoop;
        this.environment = environment;
    }

    /** @throws LisleException FILE_SYSTEM when the record cannot be asked: then the program must not run */
    Admission ask() {
        if (spec.keyRecord().isEmpty()) {
            return new Admission(true, null, "");
        }
        try {
            Admission admission = Admission.ask(
                    store(),
                    environment.application().toString(),
                    environment.epoch(),
                    environment.attempt() + " " + UUID.randomUUID());
            admitted = admission.admitted();
            return admission;
        } catch (IOException e) {
            throw new LisleException(
                    ErrorCode.FILE_SYSTEM,
                    "the record of the submission's key at " + spec.keyRecord() + " cannot be used: " + e.getMessage(),
                    "check the staging directory's file system",
                    e);
        }
    }

    /** How an application ends that was not admitted. */
    static Ending ending(Admission refused) {
        RecordedEnd end = refused.end();
        return end == null
                ? Ending.failed(new LisleException(ErrorCode.APPLICATION_FAILED, refused.reason(), ""))
                : new Ending(
                        Diagnostics.parse(end.diagnostics()).orElseGet(() -> Ending.failed(
                                        new LisleException(ErrorCode.APPLICATION_FAILED, refused.reason(), ""))
                                .diagnostics()),
                        true);
    }

    /** The application has ended, and will not be started again. */
    void ended(String diagnostics, long submittedMillis, String logUrl) {
        if (!admitted) {
            return;
        }
        try {
            KeyStore store = store();
            KeyRecord known = store.read();
            if (known.claim() != null
                    && known.claim()
                            .applicationId()
                            .equals(environment.application().toString())) {
                store.close(
                        known, new RecordedEnd(true, diagnostics, submittedMillis, System.currentTimeMillis(), logUrl));
            }
        } catch (IOException e) {
            LOG.warn("the end cannot be recorded for the submission's key: {}", e.toString());
        }
    }

    private KeyStore store() throws IOException {
        Path directory = new Path(spec.keyRecord());
        return new KeyDirectory(directory.getFileSystem(hadoop), directory);
    }
}
