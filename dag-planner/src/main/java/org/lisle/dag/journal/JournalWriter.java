package org.lisle.dag.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a journal on a thread of its own. What is appended while a flush is under way is gathered and flushed together with the next, so
 * that the journal keeps up with any number of records at the price of one flush after the other.
 *
 * <p>A failure is final: nobody is told of any record that was not flushed, and the owner is told once, who ends the process.
 */
public final class JournalWriter implements Journal, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

    /** A record on its way; the last one of all has none. */
    private record Entry(SpecificRecord content, CompletableFuture<Void> durable, boolean last) {}

    private final JournalStore store;
    private final FaultInjector faults;
    private final Consumer<Throwable> failed;
    private final int largestGroup;
    private final Frames frames = new Frames();
    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "journal");

    @GuardedBy("this")
    private CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);

    /**
     * Starts the thread.
     *
     * @param store created; this closes it
     * @param failed told once, on the journal's thread, when a record could not be made durable: the driver must end without a word to
     *     anybody, because another one may have taken over
     */
    public JournalWriter(JournalStore store, FaultInjector faults, Consumer<Throwable> failed) {
        this(store, faults, failed, Integer.MAX_VALUE);
    }

    /** @param largestGroup records that are flushed together at most; 1 in tests that stop between two records */
    public JournalWriter(JournalStore store, FaultInjector faults, Consumer<Throwable> failed, int largestGroup) {
        this.store = store;
        this.faults = faults;
        this.failed = failed;
        this.largestGroup = largestGroup;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized CompletableFuture<Void> append(SpecificRecord entry) {
        var durable = new CompletableFuture<Void>();
        latest = durable;
        queue.add(new Entry(entry, durable, false));
        return durable;
    }

    @Override
    public synchronized CompletableFuture<Void> durable() {
        return latest;
    }

    private void run() {
        List<Entry> group = new ArrayList<>();
        try {
            while (true) {
                group.add(queue.take());
                queue.drainTo(group, largestGroup - 1);
                for (Entry entry : group) {
                    write(entry);
                }
                store.flush();
                for (Entry entry : group) {
                    if (entry.last()) {
                        store.close();
                        entry.durable().complete(null);
                        return;
                    }
                    pass(FaultPoint.JOURNAL_FLUSHED, entry.content());
                    entry.durable().complete(null);
                }
                group.clear();
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("The journal cannot be written; this driver ends", e);
            failed.accept(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed.accept(e);
        }
    }

    private void write(Entry entry) throws IOException {
        if (entry.last()) {
            return;
        }
        Fault fault = pass(FaultPoint.JOURNAL_RECORD, entry.content());
        byte[] frame = frames.encode(entry.content());
        if (fault.kind() == Fault.Kind.TORN) {
            store.append(frame, 0, frame.length / 2);
            store.flush();
            throw new IOException("half a record was written, by order of a test");
        }
        store.append(frame, 0, frame.length);
    }

    private Fault pass(FaultPoint point, SpecificRecord content) throws IOException {
        Fault fault = faults.at(point, content.getSchema().getName());
        return switch (fault.kind()) {
            case NONE -> fault;
            case TORN -> {
                if (point != FaultPoint.JOURNAL_RECORD) {
                    throw new IllegalArgumentException("only a record that is being written can be torn");
                }
                yield fault;
            }
            case FAIL, DISK_FULL -> throw new IOException("writing failed, by order of a test");
            default -> throw new IllegalArgumentException(fault.kind() + " is not possible at " + point);
        };
    }

    /** Makes durable what was appended, and ends; waits for that. Must not be called when the journal has failed. */
    @Override
    public void close() {
        var done = new CompletableFuture<Void>();
        queue.add(new Entry(new org.lisle.core.journal.ApplicationEnded(false, ""), done, true));
        try {
            while (thread.isAlive() && !done.isDone()) {
                thread.join(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
