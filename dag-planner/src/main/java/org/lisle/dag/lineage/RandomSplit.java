package org.lisle.dag.lineage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.api.function.Function2;
import org.lisle.core.operator.CallSite;

/**
 * Parts of a dataset that no record is in twice, of about given sizes: each record draws a number from 0 to 1, and each part has a range.
 *
 * <p>Every part is computed on its own, so a record must draw the same number each time. Where the order of the records is fixed
 * ({@link Node#isOrderFixed}) the numbers are drawn in turn from the partition's seed; where it is not, each follows from the record's
 * content, and equal records of a partition fall into one part.
 */
public final class RandomSplit {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private RandomSplit() {}

    /** With a seed that follows from its place in the program. */
    public static List<Node> of(Node parent, CallSite site, double[] weights) {
        return of(parent, site, weights, parent.lineage().nextId());
    }

    /** @param weights at least one, none below 0, their sum above 0; normalised here */
    public static List<Node> of(Node parent, CallSite site, double[] weights, long seed) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        List<Node> parts = new ArrayList<>();
        double passed = 0;
        for (int part = 0; part < weights.length; part++) {
            double from = passed / sum;
            passed += weights[part];
            double to = part == weights.length - 1 ? 1.0 : passed / sum;
            parts.add(Narrow.mapPartitions(parent, site, part(seed, from, to, parent.isOrderFixed()), true));
        }
        return parts;
    }

    private static Function2<Integer, Iterator<Object>, Iterator<Object>> part(
            long seed, double from, double to, boolean inTurn) {
        return (partition, records) -> {
            long start = (seed + 1) * GOLDEN_RATIO + partition;
            Draw draw = inTurn ? inTurn(start) : byContent(start);
            FlatMapFunction<Object, Object> taken = record -> {
                double number = draw.of(record);
                return number >= from && number < to
                        ? Collections.singleton(record).iterator()
                        : Collections.emptyIterator();
            };
            return new FlatIterator<>(records, taken);
        };
    }

    /** A record's number. */
    @FunctionalInterface
    private interface Draw {
        double of(Object record);
    }

    private static Draw inTurn(long start) {
        SplittableRandom random = new SplittableRandom(start);
        return record -> random.nextDouble();
    }

    private static Draw byContent(long start) {
        ContentHash hash = ContentHash.ofJob();
        return record -> new SplittableRandom(start ^ hash.longOf(record)).nextDouble();
    }
}
