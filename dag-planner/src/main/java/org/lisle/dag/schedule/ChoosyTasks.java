package org.lisle.dag.schedule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The tasks of one stage that are not to run just anywhere, because they failed somewhere, ran in an executor that was too small, or
 * run already and are slow; those of them that wait, wait here and not in
 * {@link LocalityQueues}. They take any slot that suits, near their data or not: there are few of them.
 *
 * <p>A task goes back to where it failed only when no executor is left where it did not, and then first to where it failed first. It goes
 * to an executor that is no larger than one which was too small only when no larger one is there or on its way.
 */
final class ChoosyTasks {
    /** Where an attempt failed. */
    private record Place(String executor, String host) {}

    private final Map<Integer, Deque<Place>> avoided = new HashMap<>();
    /** The memory of the largest executor that was too small while the partition ran there. */
    private final Map<Integer, Long> tooSmall = new HashMap<>();

    private final TreeSet<Integer> waiting = new TreeSet<>();
    /** Of those that wait, the ones that are to run beside an attempt, by where that runs. */
    private final Map<Integer, ExecutorState> copies = new HashMap<>();

    /** The next attempt of the partition had better run elsewhere. */
    void avoid(int partition, ExecutorState executor) {
        avoided.computeIfAbsent(partition, p -> new ArrayDeque<>(2)).add(new Place(executor.id, executor.host));
    }

    /** The next attempt of the partition had better run in a larger executor. */
    void outgrew(int partition, ExecutorState executor) {
        tooSmall.merge(partition, executor.memoryBytes, Math::max);
    }

    boolean isChoosy(int partition) {
        return avoided.containsKey(partition) || tooSmall.containsKey(partition);
    }

    boolean isWaiting(int partition) {
        return waiting.contains(partition);
    }

    /** A second attempt of the partition waits, for another executor than that of the first, and for another host if there is one. */
    void addCopy(int partition, ExecutorState first) {
        copies.put(partition, first);
        waiting.add(partition);
    }

    void add(int partition) {
        copies.remove(partition);
        waiting.add(partition);
    }

    boolean remove(int partition) {
        copies.remove(partition);
        return waiting.remove(partition);
    }

    int size() {
        return waiting.size();
    }

    /** Partitions that wait, in order. A copy. */
    Iterable<Integer> waiting() {
        return new TreeSet<>(waiting);
    }

    /** Takes the first waiting partition that may run on the executor; -1 when none may. */
    int poll(
            ExecutorState executor,
            Predicate<ExecutorState> stageMay,
            ExecutorTracker executors,
            ExclusionConfig limits) {
        for (int partition : waiting) {
            if (mayRun(partition, executor, stageMay, executors, limits)) {
                remove(partition);
                return partition;
            }
        }
        return -1;
    }

    /**
     * Whether the partition's next attempt may run on the executor.
     *
     * @param stageMay whether the stage may use an executor at all; true of this one
     */
    boolean mayRun(
            int partition,
            ExecutorState executor,
            Predicate<ExecutorState> stageMay,
            ExecutorTracker executors,
            ExclusionConfig limits) {
        ExecutorState first = copies.get(partition);
        if (first != null && !mayRunBeside(first, executor, stageMay, executors)) {
            return false;
        }
        Long outgrown = tooSmall.get(partition);
        if (outgrown != null
                && executor.memoryBytes <= outgrown
                && isLargerInSight(outgrown, executor, stageMay, executors)) {
            return false;
        }
        Deque<Place> places = avoided.get(partition);
        if (places == null || suits(places, executor, limits)) {
            return true;
        }
        while (!places.isEmpty()
                && !executors.anyUsable(other -> stageMay.test(other) && suits(places, other, limits))) {
            places.poll();
        }
        return suits(places, executor, limits);
    }

    /** Whether a larger executor is on its way for a partition that ran in one that was too small. */
    boolean awaitsLarger(Workers executors) {
        return tooSmall.values().stream().anyMatch(bytes -> executors.larger().isExpected(bytes));
    }

    private static boolean isLargerInSight(
            long bytes, ExecutorState smaller, Predicate<ExecutorState> stageMay, ExecutorTracker executors) {
        return executors.of(smaller.profile).larger().isExpected(bytes)
                || executors.anyUsable(other -> other.memoryBytes > bytes && stageMay.test(other));
    }

    private static boolean mayRunBeside(
            ExecutorState first, ExecutorState executor, Predicate<ExecutorState> stageMay, ExecutorTracker executors) {
        if (executor == first) {
            return false;
        }
        return !executor.host.equals(first.host)
                || !executors.anyUsable(other -> stageMay.test(other) && !other.host.equals(first.host));
    }

    private static boolean suits(Deque<Place> places, ExecutorState executor, ExclusionConfig limits) {
        int onExecutor = 0;
        int onHost = 0;
        for (Place place : places) {
            onExecutor += place.executor.equals(executor.id) ? 1 : 0;
            onHost += place.host.equals(executor.host) ? 1 : 0;
        }
        return onExecutor < limits.maxAttemptsPerExecutor() && onHost < limits.maxAttemptsPerNode();
    }
}
