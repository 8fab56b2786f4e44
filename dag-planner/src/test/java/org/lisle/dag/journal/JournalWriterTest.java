package org.lisle.dag.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.journal.JobDone;

class JournalWriterTest {
    private final FlushingByHand store = new FlushingByHand();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final JournalWriter writer = new JournalWriter(store, FaultInjector.NONE, failure::set);

    @Test
    void nothingIsDurableBeforeTheFlush() {
        CompletableFuture<Void> durable = writer.append(new JobDone(1, ""));
        await().until(() -> store.waiting);
        assertThat(durable).isNotDone();
        store.allow(1);
        await().untilAsserted(() -> assertThat(durable).isCompleted());
    }

    @Test
    void whatComesDuringAFlushIsFlushedTogether() {
        writer.append(new JobDone(0, ""));
        await().until(() -> store.waiting);
        List<CompletableFuture<Void>> gathered = IntStream.range(1, 100)
                .mapToObj(job -> writer.append(new JobDone(job, "")))
                .toList();
        assertThat(writer.durable()).isSameAs(gathered.get(98));
        store.allow(2);
        await().untilAsserted(() -> assertThat(gathered).allMatch(CompletableFuture::isDone));
        assertThat(store.flushedSizes()).hasSize(2);
    }

    @Test
    void afterAFailureNobodyHearsThatARecordIsDurable() {
        store.broken = true;
        store.allow(1);
        CompletableFuture<Void> lost = writer.append(new JobDone(1, ""));
        await().untilAsserted(() -> assertThat(failure.get()).isInstanceOf(IOException.class));
        CompletableFuture<Void> later = writer.append(new JobDone(2, ""));
        assertThat(lost).isNotDone();
        assertThat(later).isNotDone();
    }

    @Test
    void closingMakesDurableWhatWasAppended() {
        CompletableFuture<Void> durable = writer.append(new JobDone(1, ""));
        store.allow(10);
        writer.close();
        assertThat(durable).isCompleted();
        assertThat(store.closed).isTrue();
    }

    /** A store whose flushes wait for the test. */
    private static final class FlushingByHand implements JournalStore {
        private final java.util.concurrent.Semaphore allowed = new java.util.concurrent.Semaphore(0);
        private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        private int size;
        private volatile boolean waiting;
        private volatile boolean broken;
        private volatile boolean closed;

        void allow(int flushes) {
            allowed.release(flushes);
        }

        List<Integer> flushedSizes() {
            return List.copyOf(sizes);
        }

        @Override
        public List<Sealed> seal() {
            return List.of();
        }

        @Override
        public void create() {}

        @Override
        public void append(byte[] bytes, int offset, int length) {
            size += length;
        }

        @Override
        public void flush() throws IOException {
            waiting = true;
            allowed.acquireUninterruptibly();
            if (broken) {
                throw new IOException("a newer attempt has taken over");
            }
            sizes.add(size);
            size = 0;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
