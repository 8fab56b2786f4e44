package org.lisle.examples;

import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;

/** All pairs of nodes with a path between them, over lines {@code from to}: joins the paths found with the edges until no new path appears. */
public final class TransitiveClosure {
    static final String USAGE =
            "usage: TransitiveClosure EDGES [OUT], EDGES being lines 'from to'; without OUT the number of paths is printed";

    private TransitiveClosure() {}

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 1, 2, USAGE)) {
            return;
        }
        try (LisleContext context =
                LisleContext.builder().appName("TransitiveClosure").getOrCreate()) {
            PairRdd<String, String> paths = close(context, arguments[0]);
            if (arguments.length == 2) {
                paths.map(path -> path.key() + " " + path.value()).saveAsTextFile(arguments[1]);
            } else {
                System.out.println("paths: " + paths.count());
            }
        }
    }

    static PairRdd<String, String> close(LisleContext context, String path) {
        PairRdd<String, String> paths = context.textFile(path)
                .map(line -> line.trim().split("\\s+"))
                .filter(nodes -> nodes.length == 2)
                .mapToPair(nodes -> Pair.of(nodes[0], nodes[1]))
                .distinct()
                .cache();
        PairRdd<String, String> edgesByEnd =
                paths.mapToPair(edge -> Pair.of(edge.value(), edge.key())).cache();
        long before;
        long now = paths.count();
        do {
            before = now;
            // (middle, (start, end)) -> start before middle, end after it
            PairRdd<String, String> longer = edgesByEnd
                    .join(paths)
                    .mapToPair(
                            found -> Pair.of(found.value().key(), found.value().value()));
            paths = paths.union(longer).distinct().cache();
            now = paths.count();
        } while (now != before);
        return paths;
    }
}
