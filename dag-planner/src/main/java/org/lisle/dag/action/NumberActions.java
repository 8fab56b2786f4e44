package org.lisle.dag.action;

import java.util.Arrays;
import java.util.List;
import org.lisle.api.Pair;
import org.lisle.api.StatCounter;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.CallSite;
import org.lisle.dag.lineage.Node;

/** Actions on datasets of doubles. */
public final class NumberActions {
    private final Actions actions;

    public NumberActions(Actions actions) {
        this.actions = actions;
    }

    public StatCounter stats(Node node, CallSite site) {
        return Moments.merged(actions.valuesOfParts(node, site, Moments.factory()));
    }

    public double sum(Node node, CallSite site) {
        double sum = 0;
        for (double part : actions.<Double>values(node, site, Summing.factory())) {
            sum += part;
        }
        return sum;
    }

    /** @throws LisleException EMPTY_COLLECTION */
    public double extreme(Node node, CallSite site, boolean greatest) {
        Extreme all = new Extreme(greatest);
        for (List<Double> part : actions.<List<Double>>valuesOfParts(node, site, Extreme.factory(greatest))) {
            part.forEach(all::add);
        }
        return all.result().stream().findFirst().orElseThrow(() -> RecordActions.empty(site));
    }

    /** Buckets of equal width from the least to the greatest value, and how many values fall into each. */
    public Pair<double[], long[]> histogram(Node node, CallSite site, int buckets) {
        StatCounter stats = stats(node, site);
        if (stats.count() == 0) {
            throw new LisleException(
                    ErrorCode.EMPTY_COLLECTION, site + " found no values to find buckets for", "name the buckets");
        }
        if (!Double.isFinite(stats.min()) || !Double.isFinite(stats.max())) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    site + " found NaN or infinite values: there are no buckets of equal width",
                    "filter them out before, or name the buckets");
        }
        double[] bounds = stats.min() == stats.max()
                ? new double[] {stats.min(), stats.max()}
                : even(stats.min(), stats.max(), buckets);
        return Pair.of(bounds, histogram(node, site, bounds, true));
    }

    private static double[] even(double min, double max, int buckets) {
        double[] bounds = new double[buckets + 1];
        for (int bound = 0; bound < buckets; bound++) {
            bounds[bound] = min + bound * (max - min) / buckets;
        }
        bounds[buckets] = max;
        return bounds;
    }

    /** @param even whether the buckets are known to have the same width, so that they need not be searched */
    public long[] histogram(Node node, CallSite site, double[] bounds, boolean even) {
        long[] counts = new long[bounds.length - 1];
        List<long[]> parts = actions.valuesOfParts(node, site, Histogram.factory(bounds, even));
        parts.forEach(part -> Arrays.setAll(counts, bucket -> counts[bucket] + part[bucket]));
        return counts;
    }
}
