package org.lisle.programs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.lisle.api.Pair;

/**
 * Small data that a {@link Program} runs on, cut into so many partitions.
 *
 * @param nulls whether records, keys and values may be null
 */
record Shape(
        String name,
        List<Integer> numbers,
        List<Pair<String, Integer>> left,
        List<Pair<String, Integer>> right,
        int partitions,
        boolean nulls) {
    private static final List<Integer> NUMBERS = List.of(5, 3, 8, 5, 1, 9, 2, 5, 0, 7);
    private static final List<Pair<String, Integer>> LEFT = List.of(
            Pair.of("a", 1), Pair.of("b", 2), Pair.of("a", 3), Pair.of("c", 4), Pair.of("a", 1), Pair.of("e", 6));
    private static final List<Pair<String, Integer>> RIGHT =
            List.of(Pair.of("a", 10), Pair.of("d", 20), Pair.of("a", 30), Pair.of("b", 40), Pair.of("e", 50));

    /** Nothing in one and in several partitions; records in one, in some, and in more partitions than there are; nulls among them. */
    static List<Shape> all() {
        return List.of(
                new Shape("nothing in one partition", List.of(), List.of(), List.of(), 1, false),
                new Shape("nothing in three partitions", List.of(), List.of(), List.of(), 3, false),
                new Shape("records in one partition", NUMBERS, LEFT, RIGHT, 1, false),
                new Shape("records in three partitions", NUMBERS, LEFT, RIGHT, 3, false),
                new Shape("more partitions than records", NUMBERS, LEFT, RIGHT, 14, false),
                new Shape("nothing on the right", NUMBERS, LEFT, List.of(), 2, false),
                new Shape("nulls", withNull(NUMBERS), nullPairs(LEFT), nullPairs(RIGHT), 3, true));
    }

    /**
     * Random data: numbers from 0 to 9, both among them, and pairs of a few keys.
     *
     * @param nulls whether there may be nulls
     */
    static Shape random(long seed, boolean nulls) {
        Random random = new Random(seed);
        List<Integer> numbers = new ArrayList<>(List.of(0, 9));
        for (int more = random.nextInt(60); more > 0; more--) {
            numbers.add(random.nextInt(10));
        }
        Collections.shuffle(numbers, random);
        int keys = 1 + random.nextInt(8);
        IntFunction<String> key = number -> String.valueOf((char) ('a' + number));
        List<Pair<String, Integer>> left = pairs(random, random.nextInt(60), keys, key);
        List<Pair<String, Integer>> right = pairs(random, random.nextInt(60), keys, key);
        return new Shape(
                "random data of seed " + seed + (nulls ? " with nulls" : ""),
                nulls ? withNull(numbers) : numbers,
                nulls ? nullPairs(left) : left,
                nulls ? nullPairs(right) : right,
                1 + random.nextInt(6),
                nulls);
    }

    /** As {@link #random}, with so many pairs, of long keys, that they do not fit into a pool of 64 KiB. */
    static Shape large(long seed) {
        Random random = new Random(seed);
        Shape small = random(seed, false);
        IntFunction<String> key = number -> (char) ('a' + number % 8) + " key of some length, number " + number;
        return new Shape(
                "large random data of seed " + seed,
                small.numbers(),
                pairs(random, 6_000, 600, key),
                pairs(random, 6_000, 600, key),
                3,
                false);
    }

    private static List<Pair<String, Integer>> pairs(Random random, int count, int keys, IntFunction<String> key) {
        return random.ints(count, 0, keys)
                .mapToObj(number -> Pair.of(key.apply(number), random.nextInt(100)))
                .toList();
    }

    private static List<Integer> withNull(List<Integer> numbers) {
        List<Integer> some = new ArrayList<>(numbers);
        some.addAll(2, Arrays.asList(null, 4, null));
        return some;
    }

    @SuppressWarnings("NullAway") // null is a key or value like any other
    private static List<Pair<String, Integer>> nullPairs(List<Pair<String, Integer>> pairs) {
        List<Pair<String, Integer>> some = new ArrayList<>(pairs);
        some.add(1, new Pair<>(null, 7));
        some.add(new Pair<>(null, 8));
        some.add(new Pair<>("a", null));
        some.add(new Pair<>("n", null));
        return some;
    }

    @Override
    public String toString() {
        return name;
    }
}
