package org.lisle.dag.lineage;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.SplittableRandom;
import org.lisle.api.Pair;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.api.function.Function2;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.CallSite;

/**
 * A random part of the values of each key, by a fraction for each key.
 *
 * <p>Sampling by chance takes each value with the key's fraction as its chance, or with replacement a Poisson number of times. Exact
 * sampling brings the values of a key together, counts them, and takes exactly the fraction, rounded up: without replacement by selection
 * sampling (Fan, Muller and Rezucha 1962; Knuth's algorithm 3.4.2 S), with replacement by drawing for each value how many of the draws that
 * are left fall on it, which is binomial.
 */
public final class KeySampling {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private KeySampling() {}

    public static <K> Node byChance(
            Node parent, CallSite site, boolean withReplacement, Map<K, Double> fractions, long seed) {
        Map<K, Double> copy = new HashMap<>(fractions);
        Function2<Integer, Iterator<Pair<K, Object>>, Iterator<Pair<K, Object>>> sample = (partition, pairs) -> {
            SplittableRandom random = new SplittableRandom((seed + 1) * GOLDEN_RATIO + partition);
            FlatMapFunction<Pair<K, Object>, Pair<K, Object>> times =
                    pair -> Collections.nCopies(Sample.draw(random, withReplacement, fraction(copy, pair.key())), pair)
                            .iterator();
            return new FlatIterator<>(pairs, times);
        };
        return Narrow.mapPartitions(parent, site, sample, true);
    }

    public static <K> Node exactly(
            Node parent, CallSite site, boolean withReplacement, Map<K, Double> fractions, long seed) {
        Map<K, Double> copy = new HashMap<>(fractions);
        Function2<Integer, Iterator<Pair<K, Iterable<Object>>>, Iterator<Pair<K, Object>>> select =
                (partition, groups) -> {
                    SplittableRandom random = new SplittableRandom((seed + 1) * GOLDEN_RATIO + partition);
                    FlatMapFunction<Pair<K, Iterable<Object>>, Pair<K, Object>> selected = group -> new FlatIterator<>(
                            selection(group.value(), fraction(copy, group.key()), withReplacement, random),
                            value -> Collections.singleton(new Pair<>(group.key(), value))
                                    .iterator());
                    return new FlatIterator<>(groups, selected);
                };
        return Narrow.mapPartitions(Keyed.group(parent, site, Keyed.asOf(parent)), site, select, true);
    }

    /** Goes through the values twice: to count them, then to take as many as are wanted. */
    private static Iterator<Object> selection(
            Iterable<Object> values, double fraction, boolean withReplacement, SplittableRandom random) {
        long count = 0;
        for (Iterator<Object> all = values.iterator(); all.hasNext(); all.next()) {
            count++;
        }
        long wanted = (long) Math.ceil(count * fraction);
        Draws draws = new Draws(count, withReplacement ? wanted : Math.min(wanted, count), random);
        return new FlatIterator<>(values.iterator(), value -> Collections.nCopies(
                        withReplacement ? draws.nextWithReplacement() : draws.next(), value)
                .iterator());
    }

    /** How often each value of a group is taken, one after the other. */
    private static final class Draws {
        private static final double LARGEST_MEAN = 16.0;

        private final SplittableRandom random;
        private long valuesLeft;
        private long wanted;

        Draws(long values, long wanted, SplittableRandom random) {
            this.valuesLeft = values;
            this.wanted = wanted;
            this.random = random;
        }

        int next() {
            boolean taken = random.nextDouble() * valuesLeft-- < wanted;
            if (taken) {
                wanted--;
            }
            return taken ? 1 : 0;
        }

        int nextWithReplacement() {
            double chance = 1.0 / valuesLeft--;
            long draws = 0;
            long open = wanted;
            while (open > 0) {
                long part = chance == 1.0 ? open : Math.min(open, Math.max(1, (long) (LARGEST_MEAN / chance)));
                draws += chance == 1.0 ? part : binomial(part, chance);
                open -= part;
            }
            wanted -= draws;
            return Math.toIntExact(draws);
        }

        /** By inversion, for small means. */
        private long binomial(long trials, double chance) {
            double odds = chance / (1 - chance);
            double probability = Math.pow(1 - chance, trials);
            double left = random.nextDouble();
            long successes = 0;
            while (left > probability && successes < trials) {
                left -= probability;
                probability *= odds * (trials - successes) / (successes + 1);
                successes++;
            }
            return successes;
        }
    }

    private static <K> double fraction(Map<K, Double> fractions, K key) {
        Double fraction = fractions.get(key);
        if (fraction == null) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "sampling by key met the key " + key + ", for which there is no fraction",
                    "name a fraction for every key; 0.0 leaves a key out");
        }
        return fraction;
    }
}
