package org.lisle.minicluster;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;

/** The processes of containers, which are this machine's own. */
final class Processes {
    private Processes() {}

    /** Waits until none of them is left. */
    static void awaitEnd(Set<Long> pids) {
        for (long pid : pids) {
            await("process " + pid + " ends").atMost(Duration.ofSeconds(60)).until(() -> ProcessHandle.of(pid)
                    .map(process -> !process.isAlive())
                    .orElse(true));
        }
    }
}
