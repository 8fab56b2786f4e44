package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The points at which all tasks of one attempt of a barrier stage wait for each other, one after the other. A round is over when each task has
 * come; a task whose answer was lost may come to it again.
 */
final class BarrierRounds {
    private static final int MOST_NAMED = 10;

    /** What a task that came says. */
    private record Here(Attempt attempt, boolean gathers, String message) {}

    private final int tasks;
    private final Map<Integer, Here> here = new TreeMap<>();
    private int round;
    private List<String> last = List.of();
    private long sinceNanos;
    private long characters;

    BarrierRounds(int tasks) {
        this.tasks = tasks;
    }

    /** Another attempt of the stage begins. */
    void restart() {
        here.clear();
        round = 0;
        last = List.of();
        characters = 0;
    }

    /** Whether that round is over, and only its answer is wanted. */
    boolean isOver(int asked) {
        return asked < round;
    }

    /** What the tasks said in the round before this one; empty where nobody wanted to know. */
    List<String> last() {
        return last;
    }

    boolean isOpen() {
        return !here.isEmpty();
    }

    /** When the first task came to the round that is open. */
    long sinceNanos() {
        return sinceNanos;
    }

    /** A task came. Returns whether it wants the same as those that are here. */
    boolean come(Attempt attempt, boolean gathers, String message, long nowNanos) {
        if (here.isEmpty()) {
            sinceNanos = nowNanos;
        }
        boolean alike = here.isEmpty() || here.values().iterator().next().gathers == gathers;
        Here before = here.put(attempt.partition, new Here(attempt, gathers, message));
        characters += message.length() - (before == null ? 0 : before.message.length());
        return alike;
    }

    /** What the tasks that are here say together, in characters. */
    long characters() {
        return characters;
    }

    boolean isComplete() {
        return here.size() == tasks;
    }

    /** The round is over. Returns who was here. */
    List<Attempt> complete() {
        boolean gathers = here.values().iterator().next().gathers;
        last = gathers ? here.values().stream().map(Here::message).toList() : List.of();
        round++;
        return take();
    }

    /** Nobody is here any more. Returns who was. */
    List<Attempt> take() {
        List<Attempt> were = new ArrayList<>();
        here.values().forEach(one -> were.add(one.attempt));
        here.clear();
        characters = 0;
        return were;
    }

    /** What the open round is for people. */
    String call() {
        return here.values().iterator().next().gathers ? "allGather()" : "barrier()";
    }

    /** Which partitions' tasks have not come, for people. */
    String missing() {
        List<Integer> missing = IntStream.range(0, tasks)
                .filter(task -> !here.containsKey(task))
                .boxed()
                .toList();
        String named = missing.stream()
                .limit(MOST_NAMED)
                .map(String::valueOf)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        return named + (missing.size() > MOST_NAMED ? " and " + (missing.size() - MOST_NAMED) + " more" : "");
    }
}
