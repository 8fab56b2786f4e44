package org.lisle.dag.driver;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.lisle.core.message.Heartbeat;
import org.lisle.core.message.RunningTask;

/**
 * Settles with an executor what it runs, once after each registration, because launches and kills may be lost with a connection. The first
 * heartbeat on the new connection decides: what was launched before and is not in it has vanished; what is in it and nobody waits for is
 * to end, so that it holds no slot that the scheduler takes for free. Confined to the loop.
 */
final class TaskReconciler {
    private static final Difference NONE = new Difference(List.of(), List.of());

    /**
     * @param vanished launched before the registration, and not running
     * @param unknown running, and not waited for
     */
    record Difference(List<Long> vanished, List<Long> unknown) {}

    private final Map<String, Set<Long>> launchedBefore = new HashMap<>();

    /** @param launched the executor's tasks that have not ended; none when it is new */
    void registered(String executor, Set<Long> launched) {
        launchedBefore.put(executor, Set.copyOf(launched));
    }

    void lost(String executor) {
        launchedBefore.remove(executor);
    }

    /** @param isAwaited whether the task was launched and has not ended */
    Difference heard(Heartbeat heartbeat, LongPredicate isAwaited) {
        Set<Long> launched = launchedBefore.remove(heartbeat.getExecutor());
        if (launched == null) {
            return NONE;
        }
        Set<Long> running = new HashSet<>();
        for (RunningTask task : heartbeat.getRunning()) {
            running.add(task.getTaskId());
        }
        return new Difference(
                launched.stream()
                        .filter(task -> !running.contains(task) && isAwaited.test(task))
                        .sorted()
                        .toList(),
                running.stream().filter(task -> !isAwaited.test(task)).sorted().toList());
    }
}
