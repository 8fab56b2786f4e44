package org.lisle.dag.action;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.lisle.core.operator.CallSite;
import org.lisle.dag.lineage.DistinctSketch;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.Sample;

/** Actions on a random part, or by sketches. */
public final class SampleActions {
    private static final int FEW = 12;

    private final Actions actions;
    private final RecordActions records;

    public SampleActions(Actions actions, RecordActions records) {
        this.actions = actions;
        this.records = records;
    }

    /** As many records as wanted, or all when there are fewer and none is taken twice, in random order. */
    public <T> List<T> take(Node node, CallSite site, boolean withReplacement, int wanted, long seed) {
        if (wanted == 0) {
            return new ArrayList<>();
        }
        long count = records.count(node, site);
        if (count == 0) {
            return new ArrayList<>();
        }
        Random random = new Random(seed);
        if (!withReplacement && wanted >= count) {
            return shuffled(records.collect(node, site), random);
        }
        double fraction = fraction(wanted, count, withReplacement);
        List<T> sample = new ArrayList<>();
        while (sample.size() < wanted) {
            sample = records.collect(Sample.of(node, site, withReplacement, fraction, random.nextLong()), site);
        }
        return new ArrayList<>(shuffled(sample, random).subList(0, wanted));
    }

    /**
     * A fraction with which a sample has too few records hardly ever: for Poisson numbers a mean some standard deviations above, for single
     * draws Chernoff's bound with a chance of 1 in 10,000 (as Spark's SamplingUtils).
     */
    private static double fraction(int wanted, long count, boolean withReplacement) {
        double plain = (double) wanted / count;
        if (withReplacement) {
            double deviations = wanted < FEW ? 9 : 5;
            return plain + deviations * Math.sqrt(wanted) / count;
        }
        double gamma = -Math.log(1e-4) / count;
        return Math.min(1, plain + gamma + Math.sqrt(gamma * gamma + 2 * gamma * plain));
    }

    private static <T> List<T> shuffled(List<T> records, Random random) {
        Collections.shuffle(records, random);
        return records;
    }

    /** About how many different records there are. */
    public long countDistinct(Node node, CallSite site, int precision) {
        DistinctSketch all = new DistinctSketch(precision);
        actions.<DistinctSketch>values(node, site, Sketching.factory(precision)).forEach(all::merge);
        return all.count();
    }
}
