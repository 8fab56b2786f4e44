package org.lisle.dag.schedule;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The partitions of a stage that are to be computed, in arrays: a few bytes each. Slices count as partitions here, see {@link Slices}.
 *
 * <p>A partition that is not done either has a live attempt, or waits: in {@link #queues} when it was queued with its preferences, in
 * {@link #choosy} when it failed before, in {@link #held} while the stage's input is not there.
 */
final class TaskSet {
    final LocalityQueues queues = new LocalityQueues();
    final ChoosyTasks choosy = new ChoosyTasks();
    private final BitSet done;
    private final BitSet held = new BitSet();
    private char[] attempts;
    private char[] failures;
    private byte[] live;
    private int remaining;

    /** @param done partitions that need not be computed; owned by this from now on */
    TaskSet(int partitions, BitSet done) {
        this.done = done;
        this.remaining = partitions - done.cardinality();
        this.attempts = new char[partitions];
        this.failures = new char[partitions];
        this.live = new byte[partitions];
        held.set(0, partitions);
        held.andNot(done);
    }

    /** The slices wait in the place of their partitions, which have waited until now. */
    void slice(Slices slices) {
        slices.sliced().stream().forEach(this::markDone);
        attempts = Arrays.copyOf(attempts, slices.numbers());
        failures = Arrays.copyOf(failures, slices.numbers());
        live = Arrays.copyOf(live, slices.numbers());
        int added = slices.all().size();
        held.set(slices.numbers() - added, slices.numbers());
        remaining += added;
    }

    /** Partitions that are not done. */
    int remaining() {
        return remaining;
    }

    /** Partitions that wait for a slot. */
    int waiting() {
        return queues.size() + choosy.size();
    }

    boolean isDone(int partition) {
        return done.get(partition);
    }

    void markDone(int partition) {
        done.set(partition);
        remaining--;
        held.clear(partition);
        if (!queues.remove(partition)) {
            choosy.remove(partition);
        }
    }

    /** What was done is lost: the partition waits again. */
    void reopen(int partition) {
        done.clear(partition);
        remaining++;
        held.set(partition);
    }

    boolean hasLive(int partition) {
        return live[partition] > 0;
    }

    void attemptStarted(int partition) {
        live[partition]++;
    }

    /** An attempt ended or was told to: it is not waited for. */
    void attemptGone(int partition) {
        live[partition]--;
    }

    /** Numbers of attempts grow from 0. */
    int nextAttempt(int partition) {
        return attempts[partition]++;
    }

    int countFailure(int partition) {
        return ++failures[partition];
    }

    /** An attempt with this number, which this did not start, runs. */
    void adopted(int partition, int number) {
        held.clear(partition);
        queues.remove(partition);
        choosy.remove(partition);
        live[partition]++;
        attempts[partition] = (char) Math.max(attempts[partition], number + 1);
    }

    /** The partition waits no longer: it is launched with all others. */
    void release(int partition) {
        held.clear(partition);
    }

    /** The partition waits until {@link #queueHeld}. */
    void hold(int partition) {
        held.set(partition);
    }

    /** The stage's input is there: all that was held is queued by its preferences, as they are now. */
    void queueHeld(StageState stage, CachedPartitions cached, ExecutorTracker executors) {
        for (int partition = held.nextSetBit(0); partition >= 0; partition = held.nextSetBit(partition + 1)) {
            if (choosy.isChoosy(partition) || choosy.isWaiting(partition)) {
                choosy.add(partition);
            } else {
                queues.add(partition, TaskPreferences.of(stage.plan, partition, cached), executors);
            }
        }
        held.clear();
    }
}
