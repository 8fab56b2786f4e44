package org.lisle.examples;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;

/**
 * How many triangles a graph has, over lines {@code node node}: every edge is turned from its smaller to its larger end, two edges from one
 * node are a triangle when their ends are an edge, too.
 */
public final class Triangles {
    static final String USAGE = "usage: Triangles EDGES, lines 'node node' of numbers";

    private Triangles() {}

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 1, 1, USAGE)) {
            return;
        }
        try (LisleContext context = LisleContext.builder().appName("Triangles").getOrCreate()) {
            System.out.println("triangles: " + count(context, arguments[0]));
        }
    }

    static long count(LisleContext context, String path) {
        PairRdd<Long, Long> edges = context.textFile(path)
                .map(line -> line.trim().split("\\s+"))
                .filter(nodes -> nodes.length == 2 && !nodes[0].equals(nodes[1]))
                .mapToPair(nodes -> edge(Long.parseLong(nodes[0]), Long.parseLong(nodes[1])))
                .distinct()
                .cache();
        PairRdd<Pair<Long, Long>, Long> wanted =
                edges.groupByKey().flatMapToPair(node -> ends(node.key(), node.value()));
        PairRdd<Pair<Long, Long>, Boolean> present = edges.mapToPair(edge -> Pair.of(edge, true));
        return wanted.join(present).count();
    }

    private static Pair<Long, Long> edge(long one, long other) {
        return Pair.of(Math.min(one, other), Math.max(one, other));
    }

    /** Each two ends of a node's edges: the edge that would close a triangle. */
    private static Iterator<Pair<Pair<Long, Long>, Long>> ends(long node, Iterable<Long> neighbours) {
        List<Long> all = new ArrayList<>();
        neighbours.forEach(all::add);
        List<Pair<Pair<Long, Long>, Long>> pairs = new ArrayList<>();
        for (int first = 0; first < all.size(); first++) {
            for (int second = first + 1; second < all.size(); second++) {
                pairs.add(Pair.of(edge(all.get(first), all.get(second)), node));
            }
        }
        return pairs.iterator();
    }
}
