package org.lisle.yarn.once;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.lisle.yarn.outcome.Diagnostics;

/** What a {@link KeyDirectory} promises on every kind of file system. */
abstract class KeyStoreContract {
    private static final RecordedEnd END =
            new RecordedEnd(true, Diagnostics.success("fine = \n\"ünï\"").format(), 3, 4, "http://h/x?a=b&c");

    abstract FileSystem files() throws IOException;

    abstract Path folder();

    private KeyStore store(String key) throws IOException {
        return new KeyDirectory(files(), KeyDirectory.of(folder(), "ann", key));
    }

    @Test
    void aKeyIsFreeUntilItIsClaimed() throws IOException {
        KeyStore store = store("fresh");
        assertThat(store.read()).isEqualTo(KeyRecord.NONE);
        Claim claim = new Claim(1, "application_1_1", "hdfs://h/staging/application_1_1", 17);
        store.claim(claim);
        store.claim(new Claim(1, "application_1_2", "elsewhere", 18));
        assertThat(store.read()).isEqualTo(new KeyRecord(claim, null, null, false));
        assertThat(store("another").read()).isEqualTo(KeyRecord.NONE);
    }

    @Test
    void aGateIsOpenedOrClosedOnce() throws IOException {
        KeyStore store = store("gate");
        store.claim(new Claim(1, "application_1_1", "s", 1));
        assertThat(store.gate(1, Gate.open("first"))).isEqualTo(Gate.open("first"));
        assertThat(store.gate(1, Gate.closed(END))).isEqualTo(Gate.open("first"));
        store.close(store.read(), END);
        store.end(1, RecordedEnd.neverRan("late", 9));
        assertThat(store.read().result()).isEqualTo(END);
        store.claim(new Claim(2, "application_1_2", "s", 1));
        assertThat(store.gate(2, Gate.closed(END))).isEqualTo(Gate.closed(END));
        assertThat(store.gate(2, Gate.open("late"))).isEqualTo(Gate.closed(END));
        assertThat(store.read().isFree(0)).isFalse();
        store.forget(2);
        assertThat(store.read().isFree(0)).isTrue();
        assertThat(store.read().generation()).isEqualTo(2);
    }

    @Test
    void ofWritersAtTheSameInstantOneWinsAndAllAgreeWhich() throws Exception {
        int writers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            for (int round = 0; round < 20; round++) {
                String key = "race " + round;
                CyclicBarrier start = new CyclicBarrier(writers);
                List<Future<Claim>> all = new ArrayList<>();
                for (int i = 0; i < writers; i++) {
                    String id = "application_1_" + i;
                    all.add(threads.submit(() -> {
                        KeyStore store = store(key);
                        start.await();
                        store.claim(new Claim(1, id, "s", 1));
                        return store.read().claim();
                    }));
                }
                Set<Claim> winners = new HashSet<>();
                for (Future<Claim> each : all) {
                    winners.add(each.get());
                }
                assertThat(winners).as("round %d", round).hasSize(1).doesNotContainNull();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
