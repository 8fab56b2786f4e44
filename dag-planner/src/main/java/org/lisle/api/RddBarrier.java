package org.lisle.api;

import java.util.Iterator;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.api.function.Function2;
import org.lisle.dag.lineage.Functions;
import org.lisle.dag.lineage.Narrow;

/**
 * A dataset whose next step runs in a barrier stage, for work whose parts need each other, such as distributed training. Made by {@link
 * Rdd#barrier()}; has the methods of Spark's RDDBarrier.
 *
 * <p>The tasks of a barrier stage are launched all at once or not at all, each in a slot of its own. In the functions {@link
 * BarrierTaskContext} tells where the others run, and lets them wait for each other. When one of the tasks fails or its executor is lost,
 * all of them end and the stage begins anew, {@code lisle.stage.maxConsecutiveAttempts} times at most; what its tasks did counts only when
 * all of one attempt have ended well. Nothing of such a stage is run a second time beside itself, and none of it alone.
 *
 * <p>An action fails with TOO_FEW_SLOTS when there can never be as many task slots as partitions, and with INVALID_ARGUMENT when, between
 * two shuffles, a barrier stage is joined with what changes the number of partitions (union, coalesce, cartesian), with another barrier
 * stage (zip of two), or with an action on some partitions (take, first, isEmpty, toLocalIterator) of several.
 */
public final class RddBarrier<T> {
    private final Rdd<T> rdd;

    RddBarrier(Rdd<T> rdd) {
        this.rdd = rdd;
    }

    /** Each partition's records, as an iterator, to others. Cost: narrow, all tasks at the same time; memory is what the function holds. */
    public <R> Rdd<R> mapPartitions(FlatMapFunction<Iterator<T>, R> function) {
        return mapPartitions(function, false);
    }

    /** @param preservesPartitioning whether keys stay as they are; see {@link #mapPartitions(FlatMapFunction)} */
    public <R> Rdd<R> mapPartitions(FlatMapFunction<Iterator<T>, R> function, boolean preservesPartitioning) {
        return made(Functions.ofPartition(Checks.function(function)), preservesPartitioning);
    }

    /** Each partition's number and records to others. Cost: narrow, all tasks at the same time; memory is what the function holds. */
    public <R> Rdd<R> mapPartitionsWithIndex(Function2<Integer, Iterator<T>, Iterator<R>> function) {
        return mapPartitionsWithIndex(function, false);
    }

    /** @param preservesPartitioning whether keys stay as they are; see {@link #mapPartitionsWithIndex(Function2)} */
    public <R> Rdd<R> mapPartitionsWithIndex(
            Function2<Integer, Iterator<T>, Iterator<R>> function, boolean preservesPartitioning) {
        return made(Checks.function(function), preservesPartitioning);
    }

    private <R> Rdd<R> made(Function2<Integer, Iterator<T>, Iterator<R>> function, boolean preservesPartitioning) {
        return rdd.rdd(Narrow.barrier(rdd.node(), rdd.site(), function, preservesPartitioning));
    }
}
