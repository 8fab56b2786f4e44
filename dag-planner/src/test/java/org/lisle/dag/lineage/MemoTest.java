package org.lisle.dag.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoTest {
    @Test
    void computesOnceForAllThreads() throws Exception {
        AtomicInteger computations = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(1);
        Memo<Integer> memo = new Memo<>(() -> {
            awaitUnchecked(started);
            return computations.incrementAndGet();
        });
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> values = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                values.add(threads.submit(memo::get));
            }
            assertThat(memo.known()).isFalse();
            started.countDown();
            for (Future<Integer> value : values) {
                assertThat(value.get()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(memo.known()).isTrue();
        assertThat(computations).hasValue(1);
    }

    @Test
    void triesAgainAfterAFailure() {
        AtomicInteger attempts = new AtomicInteger();
        Memo<String> memo = new Memo<>(() -> {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalArgumentException("not yet");
            }
            return "there";
        });
        assertThatThrownBy(memo::get).isInstanceOf(IllegalArgumentException.class);
        assertThat(memo.known()).isFalse();
        assertThat(memo.get()).isEqualTo("there");
        assertThat(memo.get()).isEqualTo("there");
        assertThat(attempts).hasValue(2);
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
