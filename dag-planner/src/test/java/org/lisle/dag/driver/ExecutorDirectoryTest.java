package org.lisle.dag.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RemoveBlocks;
import org.lisle.core.message.RemoveShuffles;

@SuppressWarnings("NullAway") // a null here fails the test
class ExecutorDirectoryTest {
    private final ExecutorDirectory directory = new ExecutorDirectory((executor, cause) -> {});

    @Test
    void repeatsOrdersToRemoveThatWereLostWithAConnection() {
        List<SpecificRecord> arrived = new ArrayList<>();
        directory.add(registration("1", 2), message -> {});
        var shuffles = new RemoveShuffles(List.of(7), 1);
        var blocks = new RemoveBlocks(List.of(), List.of("rdd_3_"), 1);
        directory.sendAll(shuffles);
        directory.sendAll(blocks);

        ExecutorDirectory.Entry executor = directory.get("1");
        executor.reconnect(arrived::add);
        directory.repeatRemovals(executor);

        assertThat(arrived).containsExactly(shuffles, blocks);
    }

    @Test
    void givesNoReplicasToShuffleServers() {
        directory.add(registration("1", 2), message -> {});
        directory.add(registration("s1", 0), message -> {});
        directory.add(registration("2", 2), message -> {});

        assertThat(directory.replicaTargets("1", "rdd_1_1", 5, excluded -> false))
                .extracting(RegisterExecutor::getExecutor)
                .containsExactly("2");
    }

    private static RegisterExecutor registration(String id, int slots) {
        return RegisterExecutor.newBuilder()
                .setExecutor(id)
                .setEpoch(1)
                .setHost("host-" + id)
                .setPort(1)
                .setSlots(slots)
                .setMemoryBytes(1)
                .setProcessId(1)
                .setLogUrl("")
                .setLocalDirectories(List.of())
                .setRunningTasks(List.of())
                .setUnreportedTasks(List.of())
                .setMapOutputs(List.of())
                .setBlocks(List.of())
                .build();
    }
}
