package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The executors there are, by id, host and rack, and who has free slots: the emptiest first, then the eldest. */
final class ExecutorTracker {
    private static final Comparator<ExecutorState> EMPTIEST_FIRST =
            Comparator.<ExecutorState>comparingInt(e -> -e.free).thenComparingInt(e -> e.order);

    private final UnaryOperator<String> rackOf;
    private final Map<String, ExecutorState> byId = new HashMap<>();
    private final Map<String, List<ExecutorState>> byHost = new HashMap<>();
    /** By the names of their kinds. */
    private final Map<String, Workers> workers = new TreeMap<>();

    private final TreeSet<ExecutorState> free = new TreeSet<>(EMPTIEST_FIRST);
    private final Set<ExecutorState> overfull = new LinkedHashSet<>();
    private Set<ExecutorState> changed = new LinkedHashSet<>();
    private int nextOrder;

    ExecutorTracker(UnaryOperator<String> rackOf) {
        this.rackOf = rackOf;
    }

    /** The executors of a kind. */
    Workers of(String profile) {
        return workers.computeIfAbsent(profile, name -> new Workers());
    }

    /** Of all kinds that were ever there or looked for. */
    Collection<Workers> kinds() {
        return workers.values();
    }

    /** @param slots 0 for one that only serves */
    ExecutorState add(
            String id, String host, int port, int slots, long memoryBytes, List<String> directories, String profile) {
        var executor = new ExecutorState(
                id, host, rackOf.apply(host), port, nextOrder++, slots, memoryBytes, directories, profile);
        byId.put(id, executor);
        byHost.computeIfAbsent(host, h -> new ArrayList<>(2)).add(executor);
        if (slots > 0) {
            of(profile).add(executor);
            free.add(executor);
            changed.add(executor);
        }
        return executor;
    }

    @Nullable
    ExecutorState remove(String id) {
        ExecutorState executor = byId.remove(id);
        if (executor == null) {
            return null;
        }
        free.remove(executor);
        changed.remove(executor);
        overfull.remove(executor);
        executor.alive = false;
        List<ExecutorState> neighbours = onHost(executor.host);
        if (neighbours.size() == 1) {
            byHost.remove(executor.host);
        } else {
            neighbours.remove(executor);
        }
        if (!executor.serverOnly) {
            of(executor.profile).remove(executor);
        }
        return executor;
    }

    @Nullable
    ExecutorState get(String id) {
        return byId.get(id);
    }

    boolean isAlive(String id) {
        return byId.containsKey(id);
    }

    List<ExecutorState> onHost(String host) {
        List<ExecutorState> executors = byHost.get(host);
        return executors == null ? List.of() : executors;
    }

    /** Whether somebody serves what lies there. */
    boolean anyServes(OutputPlace place) {
        return onHost(place.host()).stream().anyMatch(executor -> executor.serves(place));
    }

    /** Whether another one that stays serves what lies there. */
    boolean anyServesBut(ExecutorState one, OutputPlace place) {
        return onHost(place.host()).stream()
                .anyMatch(executor -> executor != one && !executor.leaving && executor.serves(place));
    }

    /** Whether one that runs tasks serves what lies there. */
    boolean anyWorkerServes(OutputPlace place) {
        return onHost(place.host()).stream().anyMatch(executor -> !executor.serverOnly && executor.serves(place));
    }

    /** The place with the address of the one who serves it now: the writer, or a neighbour. As it is when nobody does. */
    OutputPlace servedBy(OutputPlace place) {
        ExecutorState writer = get(place.executor());
        if (writer != null && writer.serves(place)) {
            return at(writer, place);
        }
        List<ExecutorState> neighbours = onHost(place.host()).stream()
                .filter(executor -> executor.serves(place))
                .toList();
        return neighbours.isEmpty()
                ? place
                : at(neighbours.get(Math.floorMod(place.executor().hashCode(), neighbours.size())), place);
    }

    private static OutputPlace at(ExecutorState server, OutputPlace place) {
        return new OutputPlace(server.id, place.host(), server.port, place.directory());
    }

    String rackOf(String host) {
        List<ExecutorState> executors = byHost.get(host);
        return executors == null ? rackOf.apply(host) : executors.get(0).rack;
    }

    /** @param slots that an attempt takes */
    void take(ExecutorState executor, int slots) {
        free.remove(executor);
        executor.free -= slots;
        if (executor.free > 0) {
            free.add(executor);
        } else if (executor.free < 0 && !executor.closed()) {
            overfull.add(executor);
        }
    }

    void giveBack(ExecutorState executor, int slots) {
        if (!executor.alive) {
            return;
        }
        if (executor.closed()) {
            executor.withheld += slots;
            return;
        }
        free.remove(executor);
        executor.free += slots;
        if (executor.free > 0) {
            free.add(executor);
        }
        if (executor.free >= 0) {
            overfull.remove(executor);
        }
        changed.add(executor);
    }

    /** The executor is to go away: its slots are not offered any more. */
    void leave(ExecutorState executor) {
        executor.leaving = true;
        withhold(executor);
    }

    /** The executor wants no more tasks, or wants them again. */
    void refuse(ExecutorState executor, boolean refuses) {
        executor.refuses = refuses;
        executor.refusesSinceNanos = -1;
        executor.refusalReported = false;
        if (refuses) {
            withhold(executor);
        } else {
            offerAgain(executor);
        }
    }

    /** Too much failed on the executor: it gets no tasks, or gets them again. Returns whether that is new. */
    boolean exclude(ExecutorState executor, boolean excluded) {
        if (executor.excluded == excluded) {
            return false;
        }
        executor.excluded = excluded;
        if (excluded) {
            withhold(executor);
        } else {
            offerAgain(executor);
        }
        return true;
    }

    private void offerAgain(ExecutorState executor) {
        if (!executor.closed() && executor.withheld != 0) {
            executor.free = executor.withheld;
            executor.withheld = 0;
            if (executor.free > 0) {
                free.add(executor);
            } else {
                overfull.add(executor);
            }
            changed.add(executor);
        }
    }

    private void withhold(ExecutorState executor) {
        free.remove(executor);
        changed.remove(executor);
        overfull.remove(executor);
        executor.withheld += executor.free;
        executor.free = 0;
    }

    /** All that live, in no order. A view. */
    Collection<ExecutorState> all() {
        return byId.values();
    }

    boolean any(Predicate<ExecutorState> wanted) {
        for (ExecutorState executor : byId.values()) {
            if (wanted.test(executor)) {
                return true;
            }
        }
        return false;
    }

    /** Whether such an executor gets tasks, now or when a slot of it is free. */
    boolean anyUsable(Predicate<ExecutorState> wanted) {
        return any(executor -> executor.slots > 0 && !executor.closed() && wanted.test(executor));
    }

    /** Executors with free slots, in the order in which tasks are placed. A view. */
    SortedSet<ExecutorState> free() {
        return free;
    }

    /** Executors at which tasks wait behind those that run, in no order. A view. */
    Set<ExecutorState> overfull() {
        return overfull;
    }

    /** Executors that may take more tasks since the last call, in the order of the events. */
    Set<ExecutorState> takeChanged() {
        Set<ExecutorState> taken = changed;
        if (!taken.isEmpty()) {
            changed = new LinkedHashSet<>();
        }
        return taken;
    }
}
