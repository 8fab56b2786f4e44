package org.lisle.examples;

import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;

/** How many different users saw each page, over lines {@code user page}: exactly, and about, by a sketch of fixed size for each page. */
public final class DistinctUsers {
    static final String USAGE = "usage: DistinctUsers VISITS [OUT], VISITS being lines 'user page'";
    private static final double ERROR = 0.02;

    private DistinctUsers() {}

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 1, 2, USAGE)) {
            return;
        }
        try (LisleContext context =
                LisleContext.builder().appName("DistinctUsers").getOrCreate()) {
            PairRdd<String, Pair<Long, Long>> counts = count(context, arguments[0]);
            if (arguments.length == 2) {
                counts.map(page -> page.key() + "\t" + page.value().key() + "\t"
                                + page.value().value())
                        .saveAsTextFile(arguments[1]);
            } else {
                counts.sortByKey().collect().forEach(System.out::println);
            }
        }
    }

    /** Page to the exact and the estimated number. */
    static PairRdd<String, Pair<Long, Long>> count(LisleContext context, String path) {
        PairRdd<String, String> visits = context.textFile(path)
                .map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length == 2)
                .mapToPair(words -> Pair.of(words[1], words[0]))
                .cache();
        PairRdd<String, Long> exact = visits.distinct().mapValues(user -> 1L).reduceByKey(Long::sum);
        return exact.join(visits.countApproxDistinctByKey(ERROR));
    }
}
