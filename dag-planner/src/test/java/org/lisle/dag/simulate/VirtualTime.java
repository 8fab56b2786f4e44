package org.lisle.dag.simulate;

import java.util.PriorityQueue;

/** Actions at times, run in order; those of the same time in the order in which they were planned. */
final class VirtualTime {
    private record Planned(long at, long order, Runnable action) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Planned> planned = new PriorityQueue<>();
    private long now;
    private long orders;

    long now() {
        return now;
    }

    void at(long time, Runnable action) {
        planned.add(new Planned(Math.max(now, time), orders++, action));
    }

    void after(long delay, Runnable action) {
        at(now + delay, action);
    }

    /** Runs the next action; false when there is none. */
    boolean step() {
        Planned next = planned.poll();
        if (next == null) {
            return false;
        }
        now = next.at;
        next.action.run();
        return true;
    }
}
