package org.lisle.dag.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultPoint;
import org.lisle.core.journal.EpochBegun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of one driver as the rest of the driver sees it: where records go, what earlier drivers left, and the ids that are unique
 * over all of them. Thread-safe.
 *
 * <p>The rule for what is written: <em>a record is durable before its effect is announced.</em>
 *
 * <ul>
 *   <li>To the program: an action's end, and with it its results.
 *   <li>To executors: the acknowledgement of what they reported, so that what the journal lacks is reported again to the next driver;
 *       and the permission to commit.
 *   <li>To the world: the commit of a job's output before it begins, and the final status.
 * </ul>
 *
 * A finished map task is used by the scheduler at once. If its record is lost, so are all records that came after, which are those of the
 * tasks that read the output: only computation is lost, and the output itself is announced to nobody but this driver's readers.
 */
public final class DriverJournal {
    private static final Logger LOG = LoggerFactory.getLogger(DriverJournal.class);

    private final boolean enabled;
    private final int epoch;
    private final Journal journal;
    private final Claims claims;
    private final FaultInjector faults;
    private final ApplicationIds ids;

    private DriverJournal(boolean enabled, int epoch, Journal journal, Claims claims, FaultInjector faults) {
        this.enabled = enabled;
        this.epoch = epoch;
        this.journal = journal;
        this.claims = claims;
        this.faults = faults;
        this.ids = new ApplicationIds(epoch);
    }

    /** For drivers whose death ends the application. */
    public static DriverJournal none(int epoch) {
        return new DriverJournal(false, epoch, Journal.NONE, Claims.none(), FaultInjector.NONE);
    }

    /**
     * Fences earlier drivers, reads what they left and begins a journal. Blocks while files are read.
     *
     * @param settings digest of the effective settings and of Lisle's version
     * @param failed see {@link JournalWriter}
     * @throws IOException when no journal can be begun: then this driver must not run either
     */
    public static Opened open(
            JournalStore store,
            int epoch,
            byte[] settings,
            long nowMillis,
            FaultInjector faults,
            Consumer<Throwable> failed)
            throws IOException {
        return open(store, epoch, settings, nowMillis, faults, failed, Integer.MAX_VALUE);
    }

    /** @param largestGroup see {@link JournalWriter#JournalWriter(JournalStore, FaultInjector, Consumer, int)} */
    public static Opened open(
            JournalStore store,
            int epoch,
            byte[] settings,
            long nowMillis,
            FaultInjector faults,
            Consumer<Throwable> failed,
            int largestGroup)
            throws IOException {
        List<JournalStore.Sealed> earlier = store.seal();
        var claims = new Claims(new JournalReader(settings).read(earlier));
        if (epoch > 1) {
            LOG.info(
                    earlier.isEmpty()
                            ? "No journal of an earlier attempt was found: the program's jobs are computed from the start"
                            : "Attempt {} goes on from the journal: {}",
                    epoch,
                    claims.summary());
        }
        store.create();
        var writer = new JournalWriter(store, faults, failed, largestGroup);
        writer.append(new EpochBegun(epoch, nowMillis, ByteBuffer.wrap(settings)));
        return new Opened(
                new DriverJournal(true, epoch, writer, claims, faults),
                Optional.of(writer),
                earlier.isEmpty() ? "" : claims.summary());
    }

    /**
     * A journal that was begun.
     *
     * @param writer to be closed at the end; empty where no journal is kept
     * @param kept what there is to go on from, in words; empty for nothing
     */
    public record Opened(DriverJournal journal, Optional<JournalWriter> writer, String kept) implements AutoCloseable {
        /** Where the driver's death ends the application. */
        public static Opened none(int epoch) {
            return new Opened(DriverJournal.none(epoch), Optional.empty(), "");
        }

        /** Makes durable what was appended. */
        @Override
        public void close() {
            writer.ifPresent(JournalWriter::close);
        }
    }

    /** Whether fingerprints are worth their price. */
    public boolean isEnabled() {
        return enabled;
    }

    public int epoch() {
        return epoch;
    }

    public Journal journal() {
        return journal;
    }

    public Claims claims() {
        return claims;
    }

    public ApplicationIds ids() {
        return ids;
    }

    /** Appends a record and waits until it is durable; not on the scheduler's thread. */
    public void write(SpecificRecord entry) {
        try {
            journal.append(entry).join();
        } catch (CompletionException e) {
            throw new LisleException(ErrorCode.INTERNAL_ERROR, "the journal could not be written: " + e, "", e);
        }
    }

    /** Lets a test's fault happen at a point of the program's threads. */
    public void pass(FaultPoint point, String key) {
        if (faults.at(point, key).kind() != org.lisle.core.fault.Fault.Kind.NONE) {
            throw new IllegalArgumentException("only a crash is possible at " + point);
        }
    }
}
