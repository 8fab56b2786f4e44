package org.lisle.dag.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lisle.core.config.LisleConf;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.journal.ExecutorCame;
import org.lisle.core.message.RemoveBlocks;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.journal.DriverJournal;
import org.lisle.dag.journal.MemoryJournal;

/** A second driver, and an executor of the first one that comes to it only after the program has begun again. */
@Timeout(60)
class InheritedExecutorTest {
    private static final byte[] SETTINGS = {7};

    @Test
    void isToldOnItsArrivalWhichBlocksWereRemovedBefore() throws Exception {
        MemoryJournal first = new MemoryJournal(List.of());
        try (DriverJournal.Opened opened = open(first, 1)) {
            opened.journal().write(new ExecutorCame("1", "a", "container_1"));
        }
        MemoryJournal second = new MemoryJournal(List.of(first));
        try (DriverJournal.Opened opened = open(second, 2);
                DriverRuntime driver = new DriverRuntime(
                        LisleConf.empty(),
                        new NoCluster(),
                        (executor, host, port, block) -> new CompletableFuture<>(),
                        Clock.systemUTC(),
                        opened.journal())) {
            driver.services().removeBlocks(List.of("rdd_3_"));
            FakeExecutor late = new FakeExecutor("1", driver.services(), task -> null).register("a", 2);
            driver.services().removeBlocks(List.of("broadcast_4_"));
            FakeExecutor newcomer = new FakeExecutor("2.1", driver.services(), task -> null).register("b", 2);
            driver.status();

            assertThat(late.received(RemoveBlocks.class))
                    .flatExtracting(RemoveBlocks::getPrefixes)
                    .containsExactly("rdd_3_", "broadcast_4_");
            assertThat(newcomer.received(RemoveBlocks.class))
                    .as("what was removed before the last inherited executor came")
                    .flatExtracting(RemoveBlocks::getPrefixes)
                    .containsExactly("rdd_3_");
        }
    }

    private static DriverJournal.Opened open(MemoryJournal store, int epoch) throws IOException {
        return DriverJournal.open(store, epoch, SETTINGS, 0, FaultInjector.NONE, failure -> {
            throw new AssertionError("the journal of epoch " + epoch + " failed", failure);
        });
    }

    private static final class NoCluster implements ClusterGateway {
        @Override
        public void wantExecutors(ExecutorProfile kind, int total, Map<String, Integer> tasksByHost) {}

        @Override
        public void releaseExecutor(String executor, String reason) {}
    }
}
