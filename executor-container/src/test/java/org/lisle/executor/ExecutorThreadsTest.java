package org.lisle.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExecutorThreadsTest {
    @Test
    void whoGivesWorkAwayNeverRunsItHoweverBusyTheWorkersAre() throws InterruptedException {
        int works = 200;
        CountDownLatch letGo = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(works);
        Set<Thread> ranOn = ConcurrentHashMap.newKeySet();
        try (ExecutorThreads threads = new ExecutorThreads("test")) {
            for (int i = 0; i < works; i++) {
                threads.workers().execute(() -> {
                    ranOn.add(Thread.currentThread());
                    try {
                        letGo.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    done.countDown();
                });
            }
            letGo.countDown();

            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(ranOn).doesNotContain(Thread.currentThread()).hasSizeLessThanOrEqualTo(32);
        }
    }
}
