package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lisle.core.message.MapOutput;

/**
 * The attempts of a barrier stage as a whole: all its tasks run, or none, and what they did counts when all have ended well, or not at all.
 *
 * <pre>
 *   WAITS -- a slot for each task is free --> RUNS -- the last one ended well --> all count, the stage is done
 *     ^                                        |
 *     |                                        | one ended otherwise
 *     +---- nothing of it runs any more --- ENDS: the others are told to end, what was done is dropped
 * </pre>
 *
 * Changed by {@link BarrierStages} and {@link StageTracker}.
 */
final class BarrierState {
    /** Where the newest attempt is. */
    enum Phase {
        WAITS,
        RUNS,
        ENDS
    }

    /** A task that ended well. */
    record Done(Attempt attempt, @Nullable MapOutput output) {}

    static final long NEVER = Long.MIN_VALUE;

    final int tasks;
    final BarrierRounds rounds;
    private final TreeMap<Integer, Done> done = new TreeMap<>();

    Phase phase = Phase.WAITS;
    /** Of the attempt that is launched next. */
    int nextAttempt;
    /** Attempts in a row that failed by themselves. */
    int failures;
    /** Since when it has waited for slots, as far as that was looked for; {@link #NEVER} while its input is missing or it runs. */
    long waitsSinceNanos = NEVER;

    boolean waitReported;

    BarrierState(int tasks) {
        this.tasks = tasks;
        this.rounds = new BarrierRounds(tasks);
    }

    /** Keeps what the task did; true when it was the last one. */
    boolean add(Done ended) {
        done.put(ended.attempt().partition, ended);
        return done.size() == tasks;
    }

    /** The partition whose task has ended already; -1 for none. */
    int anyDone() {
        return done.isEmpty() ? -1 : done.firstKey();
    }

    /** Whether something that was done lies there alone, and is not known to anybody yet. */
    boolean needs(ExecutorState executor) {
        return done.values().stream().anyMatch(each -> each.output() != null && each.attempt().executor == executor);
    }

    /** What was done, by partition; it is not kept any more. */
    List<Done> takeDone() {
        List<Done> taken = new ArrayList<>(done.values());
        done.clear();
        return taken;
    }
}
