package org.lisle.dag.journal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The numbers of one driver's things. Each epoch has a range of its own, so that an id is never used for two things in one application,
 * also not by programs that make one context after another. Numbers of datasets and accumulators start from 0 in every epoch: the program
 * that runs again gives the same things the same numbers. Thread-safe.
 */
public final class ApplicationIds {
    private static final int RANGE = 10_000_000;
    private static final long TASK_RANGE = 1_000_000_000_000L;

    private final int base;
    private final long firstTask;
    private final AtomicInteger jobs;
    private final AtomicInteger stages;
    private final AtomicInteger shuffles;
    private final AtomicLong broadcasts;
    private final AtomicInteger datasets = new AtomicInteger();
    private final AtomicLong accumulators = new AtomicLong();

    /** @param epoch from 1 */
    public ApplicationIds(int epoch) {
        base = (epoch - 1) * RANGE;
        firstTask = (epoch - 1) * TASK_RANGE + 1;
        jobs = new AtomicInteger(base);
        stages = new AtomicInteger(base);
        shuffles = new AtomicInteger(base);
        broadcasts = new AtomicLong(base);
    }

    public int newJob() {
        return jobs.getAndIncrement();
    }

    public int newStage() {
        return stages.getAndIncrement();
    }

    public int newShuffle() {
        return shuffles.getAndIncrement();
    }

    public long newBroadcast() {
        return broadcasts.getAndIncrement();
    }

    /** The same in each epoch; see {@link #stored}. */
    public int newDataset() {
        return datasets.getAndIncrement();
    }

    /** The number in the names of a dataset's blocks, unless an earlier epoch's blocks are used. */
    public int stored(int dataset) {
        return base + dataset;
    }

    public long newAccumulator() {
        return accumulators.getAndIncrement();
    }

    /** The first of the task ids, which only grow. */
    public long firstTask() {
        return firstTask;
    }
}
