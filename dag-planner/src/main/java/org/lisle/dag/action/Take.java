package org.lisle.dag.action;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.lisle.core.operator.CallSite;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.Preparation;

/**
 * The first records, from as few partitions as possible: one at first, then as many more as the records found so far let expect to be
 * needed (and half as many again), but never more than four times those looked at already.
 */
final class Take {
    private static final int GROWTH = 4;
    private static final double MARGIN = 1.5;

    private Take() {}

    static <T> List<T> first(Actions actions, Node node, CallSite site, int wanted) {
        List<T> found = new ArrayList<>();
        if (wanted == 0) {
            return found;
        }
        Preparation.of(node);
        int partitions = node.partitions();
        int looked = 0;
        while (found.size() < wanted && looked < partitions) {
            int upTo = (int) Math.min(partitions, looked + next(looked, found.size(), wanted));
            List<Integer> some = IntStream.range(looked, upTo).boxed().toList();
            List<List<T>> parts = actions.records(node, site, some, wanted - found.size());
            for (List<T> part : parts) {
                found.addAll(part.subList(0, Math.min(part.size(), wanted - found.size())));
            }
            looked = upTo;
        }
        return found;
    }

    private static long next(int looked, int found, int wanted) {
        if (looked == 0) {
            return 1;
        }
        long most = (long) looked * GROWTH;
        if (found == 0) {
            return most;
        }
        long expected = (long) Math.ceil(MARGIN * (wanted - found) * looked / found);
        return Math.max(1, Math.min(most, expected));
    }
}
