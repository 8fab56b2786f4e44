package org.lisle.yarn.allocate;

import java.util.Comparator;

/**
 * What is lost when an executor goes. The cheapest is the one with the fewest running tasks, then with the fewest bytes of cached blocks.
 *
 * @param storedBytes of cached blocks
 */
public record ExecutorCost(String executor, int runningTasks, long storedBytes) {
    static final Comparator<ExecutorCost> CHEAPEST_FIRST = Comparator.comparingInt(ExecutorCost::runningTasks)
            .thenComparingLong(ExecutorCost::storedBytes)
            .thenComparing(ExecutorCost::executor);
}
