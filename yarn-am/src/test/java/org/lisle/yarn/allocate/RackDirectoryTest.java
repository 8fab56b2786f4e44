package org.lisle.yarn.allocate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RackDirectoryTest {
    @Test
    void aHostIsOnTheDefaultRackUntilItsOwnIsKnownAndNobodyWaits() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        AtomicInteger asked = new AtomicInteger();
        try (RackDirectory racks = new RackDirectory(host -> {
            asked.incrementAndGet();
            return slow.join();
        })) {
            assertThat(racks.rackOf("a")).isEqualTo("/default-rack");
            assertThat(racks.rackOf("a")).isEqualTo("/default-rack");

            slow.complete("/rack-7");

            await().until(() -> racks.rackOf("a").equals("/rack-7"));
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void aRackThatCannotBeFoundIsTheDefaultOneAndOthersAreStillFound() {
        try (RackDirectory racks = new RackDirectory(host -> {
            if (host.equals("bad")) {
                throw new IllegalStateException("the script failed");
            }
            return "/rack-of-" + host;
        })) {
            racks.lookUp("bad");
            racks.lookUp("good");

            await().until(() -> racks.rackOf("good").equals("/rack-of-good"));
            assertThat(racks.rackOf("bad")).isEqualTo("/default-rack");
        }
    }
}
