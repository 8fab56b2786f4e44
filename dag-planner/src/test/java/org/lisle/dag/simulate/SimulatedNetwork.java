package org.lisle.dag.simulate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Who reaches whom: the driver, the ResourceManager, HDFS, and hosts with what runs there. A cut keeps two parties apart until it is healed;
 * what is sent meanwhile arrives then, in its order.
 */
@SuppressWarnings("NullAway") // a null here fails the test
final class SimulatedNetwork {
    static final String DRIVER = "driver";
    static final String RESOURCE_MANAGER = "resourcemanager";
    static final String HDFS = "hdfs";

    private record Link(String one, String other) {
        static Link of(String one, String other) {
            return one.compareTo(other) <= 0 ? new Link(one, other) : new Link(other, one);
        }
    }

    private final Map<Link, Deque<Runnable>> cuts = new HashMap<>();

    boolean reaches(String one, String other) {
        return !cuts.containsKey(Link.of(one, other));
    }

    /** False when they are apart already. */
    boolean cut(String one, String other) {
        return !one.equals(other) && cuts.putIfAbsent(Link.of(one, other), new ArrayDeque<>()) == null;
    }

    /** At once, or when the cut between the two is healed. */
    void deliver(String one, String other, Runnable message) {
        Deque<Runnable> waiting = cuts.get(Link.of(one, other));
        if (waiting == null) {
            message.run();
        } else {
            waiting.add(message);
        }
    }

    /** @param first what happens before anything that waited arrives */
    void heal(String one, String other, Runnable first) {
        Deque<Runnable> waiting = cuts.remove(Link.of(one, other));
        first.run();
        waiting.forEach(Runnable::run);
    }
}
