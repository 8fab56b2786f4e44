package org.lisle.yarn.am;

import java.io.IOException;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.lisle.core.config.YarnSettings;
import org.lisle.core.fault.FaultInjector;
import org.lisle.dag.fingerprint.Digester;
import org.lisle.dag.journal.DriverJournal;
import org.lisle.yarn.journal.HadoopJournalStore;
import org.lisle.yarn.launch.ApplicationSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the journal of this attempt in the staging directory, unless the application has one attempt only. */
final class JournalOpening {
    private static final Logger LOG = LoggerFactory.getLogger(JournalOpening.class);
    private static final int STATUS = 1;

    private final ApplicationSpec spec;
    private final Configuration hadoop;
    private final MasterEnvironment environment;
    private final FaultInjector faults;

    /** @param faults what tests have go wrong */
    JournalOpening(ApplicationSpec spec, Configuration hadoop, MasterEnvironment environment, FaultInjector faults) {
        this.spec = spec;
        this.hadoop = hadoop;
        this.environment = environment;
        this.faults = faults;
    }

    /** @throws IOException when this driver must not run: a newer one has begun, or nothing can be written */
    DriverJournal.Opened open() throws IOException {
        int epoch = environment.epoch();
        if (spec.conf().get(YarnSettings.MAX_ATTEMPTS) == 1) {
            return DriverJournal.Opened.none(epoch);
        }
        Path directory = new Path(spec.stagingDirectory());
        return DriverJournal.open(
                new HadoopJournalStore(directory.getFileSystem(hadoop), directory, epoch),
                epoch,
                program(),
                System.currentTimeMillis(),
                faults,
                JournalOpening::end);
    }

    /** What must be the same for an earlier journal to be of use. */
    private byte[] program() {
        Digester digest = new Digester().add(spec.mainClass());
        spec.arguments().forEach(digest::add);
        new TreeMap<>(spec.conf().asMap())
                .forEach((name, value) -> digest.add(name).add(value));
        return digest.digest().bytes();
    }

    /** Without a clean-up, of which each part would be a word of a driver that may have been replaced. */
    private static void end(Throwable cause) {
        LOG.error(
                "This driver's journal cannot be written any more, most likely because a newer attempt has taken over; it ends at once: {}",
                cause.toString());
        Runtime.getRuntime().halt(STATUS);
    }
}
