package org.lisle.examples;

import java.util.ArrayList;
import java.util.List;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;

/** PageRank with damping 0.85 over lines {@code from to}; the links are cached and partitioned once, so that a round shuffles ranks only. */
public final class PageRank {
    static final String USAGE =
            "usage: PageRank LINKS ITERATIONS [OUT], LINKS being lines 'from to'; without OUT the 10 highest ranks are printed";

    private PageRank() {}

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 2, 3, USAGE)) {
            return;
        }
        int iterations = Usage.number(arguments, 1, 10, USAGE);
        try (LisleContext context = LisleContext.builder().appName("PageRank").getOrCreate()) {
            PairRdd<String, Double> ranks = rank(context, arguments[0], iterations);
            if (arguments.length == 3) {
                ranks.map(page -> page.key() + "\t" + page.value()).saveAsTextFile(arguments[2]);
            } else {
                ranks.top(10, (a, b) -> Double.compare(a.value(), b.value()))
                        .forEach(page -> System.out.println(page.key() + " has rank " + page.value()));
            }
        }
    }

    /** Pages that are linked to, with their ranks; pages without links give their rank to nobody. */
    static PairRdd<String, Double> rank(LisleContext context, String path, int iterations) {
        PairRdd<String, Iterable<String>> links = context.textFile(path)
                .map(line -> line.trim().split("\\s+"))
                .filter(parts -> parts.length == 2)
                .mapToPair(parts -> Pair.of(parts[0], parts[1]))
                .distinct()
                .groupByKey()
                .cache();
        PairRdd<String, Double> ranks = links.mapValues(targets -> 1.0);
        for (int iteration = 0; iteration < iterations; iteration++) {
            ranks = links.join(ranks)
                    .values()
                    .flatMapToPair(PageRank::contributions)
                    .reduceByKey(Double::sum)
                    .mapValues(sum -> 0.15 + 0.85 * sum);
        }
        return ranks;
    }

    private static java.util.Iterator<Pair<String, Double>> contributions(Pair<Iterable<String>, Double> linksAndRank) {
        List<String> targets = new ArrayList<>();
        linksAndRank.key().forEach(targets::add);
        double share = linksAndRank.value() / targets.size();
        return targets.stream().map(target -> Pair.of(target, share)).iterator();
    }
}
