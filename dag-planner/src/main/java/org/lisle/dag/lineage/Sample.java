package org.lisle.dag.lineage;

import java.util.Collections;
import java.util.Iterator;
import java.util.SplittableRandom;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.api.function.Function2;
import org.lisle.core.operator.CallSite;

/** A random part of the records: every record with the same chance, or with replacement a Poisson number of times. */
public final class Sample {
    /** Above this mean a Poisson number is drawn as a sum, because exp(-mean) would lose its precision. */
    private static final double LARGEST_STEP = 16.0;

    private Sample() {}

    /** With a seed that follows from its place in the program, so that a program that runs again draws the same. */
    public static Node of(Node parent, CallSite site, boolean withReplacement, double fraction) {
        return of(parent, site, withReplacement, fraction, parent.lineage().nextId());
    }

    public static Node of(Node parent, CallSite site, boolean withReplacement, double fraction, long seed) {
        return Narrow.mapPartitions(parent, site, function(withReplacement, fraction, seed), true);
    }

    private static Function2<Integer, Iterator<Object>, Iterator<Object>> function(
            boolean withReplacement, double fraction, long seed) {
        return (partition, records) -> {
            SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + partition);
            FlatMapFunction<Object, Object> times =
                    record -> Collections.nCopies(draw(random, withReplacement, fraction), record)
                            .iterator();
            return new FlatIterator<>(records, times);
        };
    }

    static int draw(SplittableRandom random, boolean withReplacement, double fraction) {
        if (!withReplacement) {
            return random.nextDouble() < fraction ? 1 : 0;
        }
        int times = 0;
        double mean = fraction;
        while (mean > LARGEST_STEP) {
            times += poisson(random, LARGEST_STEP);
            mean -= LARGEST_STEP;
        }
        return times + poisson(random, mean);
    }

    /** Knuth's method, for small means. */
    private static int poisson(SplittableRandom random, double mean) {
        double limit = Math.exp(-mean);
        int times = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            times++;
        }
        return times;
    }
}
