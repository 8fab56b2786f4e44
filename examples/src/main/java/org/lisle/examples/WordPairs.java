package org.lisle.examples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.function.SerializableComparator;

/** The words that occur together in most lines. */
public final class WordPairs {
    static final String USAGE = "usage: WordPairs TEXT [HOW_MANY]";

    private WordPairs() {}

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 1, 2, USAGE)) {
            return;
        }
        int howMany = Usage.number(arguments, 1, 10, USAGE);
        try (LisleContext context = LisleContext.builder().appName("WordPairs").getOrCreate()) {
            most(count(context, arguments[0]), howMany).forEach(System.out::println);
        }
    }

    /** Two words in alphabetical order, and in how many lines both are. */
    static PairRdd<Pair<String, String>, Long> count(LisleContext context, String path) {
        return context.textFile(path)
                .flatMapToPair(line -> pairs(line.toLowerCase(java.util.Locale.ROOT)))
                .reduceByKey(Long::sum);
    }

    static List<Pair<Pair<String, String>, Long>> most(PairRdd<Pair<String, String>, Long> counts, int howMany) {
        SerializableComparator<Pair<Pair<String, String>, Long>> order =
                (one, other) -> Comparator.comparing((Pair<Pair<String, String>, Long> pair) -> pair.value())
                        .thenComparing(pair -> pair.key().toString())
                        .compare(one, other);
        return counts.top(howMany, order);
    }

    private static Iterator<Pair<Pair<String, String>, Long>> pairs(String line) {
        List<String> words = new ArrayList<>(new TreeSet<>(List.of(line.trim().split("\\W+"))));
        List<Pair<Pair<String, String>, Long>> pairs = new ArrayList<>();
        for (int first = 0; first < words.size(); first++) {
            for (int second = first + 1; second < words.size(); second++) {
                if (!words.get(first).isEmpty()) {
                    pairs.add(Pair.of(Pair.of(words.get(first), words.get(second)), 1L));
                }
            }
        }
        return pairs.iterator();
    }
}
