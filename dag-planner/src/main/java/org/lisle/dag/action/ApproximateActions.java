package org.lisle.dag.action;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.lisle.api.BoundedDouble;
import org.lisle.api.PartialResult;
import org.lisle.api.StatCounter;
import org.lisle.api.function.Function;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.StageOutput;
import org.lisle.dag.lineage.Node;

/** Actions that answer when a time is over, out of the partitions that were computed by then; their jobs go on. */
public final class ApproximateActions {
    private final Actions actions;

    public ApproximateActions(Actions actions) {
        this.actions = actions;
    }

    /**
     * How long is waited, and how sure bounds are to be.
     *
     * @param timeoutMillis from 0
     * @param confidence from 0 to 1
     */
    public record Terms(long timeoutMillis, double confidence) {}

    /** Makes the answer out of the values of some partitions. */
    @FunctionalInterface
    private interface Evaluator<P, R> {
        /** @param total number of partitions; as many as there are parts when it is all */
        R of(List<P> parts, int total);
    }

    public PartialResult<BoundedDouble> count(Node node, CallSite site, Terms terms) {
        return this.<Long, BoundedDouble>run(node, site, Counting.factory(), terms, (parts, total) -> {
            long seen = parts.stream().mapToLong(Long::longValue).sum();
            return parts.isEmpty() && total > 0
                    ? Estimates.unknownCount()
                    : estimates(parts, total, terms).count(seen);
        });
    }

    public PartialResult<BoundedDouble> mean(Node node, CallSite site, Terms terms) {
        return this.<StatCounter, BoundedDouble>run(
                node,
                site,
                Moments.factory(),
                terms,
                (parts, total) -> parts.isEmpty() && total > 0
                        ? Estimates.unknown()
                        : estimates(parts, total, terms).mean(Moments.merged(parts)));
    }

    public PartialResult<BoundedDouble> sum(Node node, CallSite site, Terms terms) {
        return this.<StatCounter, BoundedDouble>run(
                node,
                site,
                Moments.factory(),
                terms,
                (parts, total) -> parts.isEmpty() && total > 0
                        ? Estimates.unknown()
                        : estimates(parts, total, terms).sum(Moments.merged(parts)));
    }

    /** How often each value made from a record occurs; values that were not seen yet are not in the answer. */
    public <T, V> PartialResult<Map<V, BoundedDouble>> countByValue(
            Node node, CallSite site, Function<T, V> value, Terms terms) {
        return this.<Map<V, Long>, Map<V, BoundedDouble>>run(
                node, site, ValueCounts.factory(value), terms, (parts, total) -> {
                    Map<V, Long> seen = new LinkedHashMap<>();
                    parts.forEach(part -> part.forEach((key, count) -> seen.merge(key, count, Long::sum)));
                    Map<V, BoundedDouble> counts = new HashMap<>();
                    seen.forEach((key, count) ->
                            counts.put(key, estimates(parts, total, terms).count(count)));
                    return counts;
                });
    }

    private static Estimates estimates(List<?> parts, int total, Terms terms) {
        return new Estimates(total == 0 ? 1 : (double) parts.size() / total, terms.confidence());
    }

    private <P, R> PartialResult<R> run(
            Node node, CallSite site, StageOutput output, Terms terms, Evaluator<P, R> evaluator) {
        StartedJob<P> job = actions.start(node, site, output);
        CompletableFuture<R> all = job.end().thenApply(ended -> evaluator.of(job.values(), job.partitions()));
        if (job.await(terms.timeoutMillis())) {
            return new PartialResult<>(evaluator.of(job.values(), job.partitions()), true, all);
        }
        return new PartialResult<>(evaluator.of(job.values(), job.partitions()), false, all);
    }
}
