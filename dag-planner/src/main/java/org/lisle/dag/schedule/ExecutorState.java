package org.lisle.dag.schedule;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One executor: where it is, and which attempts have its slots. Changed by {@link ExecutorTracker} only. */
final class ExecutorState {
    final String id;
    final String host;
    final String rack;
    final int port;
    /** The local directories whose files it serves; empty for all of its host's. */
    final Set<String> directories;
    /** Whether it only serves: a stand-alone shuffle server. */
    final boolean serverOnly;
    /** Of its pool. */
    final long memoryBytes;
    /** Number in the order of coming: what ties break by. */
    final int order;

    /** Attempts launched here that have not ended, in the order of their launch. */
    final Set<Attempt> attempts = new LinkedHashSet<>();

    /** How many of them take more than one slot. */
    int wideAttempts;

    /** The name of its kind: it runs tasks of that profile alone. */
    final String profile;

    /** 0 for a stand-alone shuffle server. */
    final int slots;

    /** Slots that may be given a task; 0 while the executor is closed; below 0 when tasks wait there behind those that run. */
    int free;

    /** When an attempt ended well here last, or the executor came. */
    long lastSuccessNanos;

    /** Free slots of an executor that is closed. */
    int withheld;

    /** It is to go away, and gets no more tasks. */
    boolean leaving;

    /** It wants no more tasks for now. */
    boolean refuses;

    /** Since when it wants none and none runs there, as far as that was looked for; -1 for not at all. */
    long refusesSinceNanos = -1;

    /** It was told of that it wants no tasks. */
    boolean refusalReported;

    boolean alive = true;

    /** Attempts that were ever launched here, and those of them that {@link DynamicAllocation} has seen. */
    int launches;

    int launchesSeen;
    /** Since when it has had nothing to do, as far as that was looked for; -1 for not known. */
    long idleSinceNanos = -1;

    /** Too much failed there: it gets no tasks for a while. */
    boolean excluded;

    ExecutorState(
            String id,
            String host,
            String rack,
            int port,
            int order,
            int slots,
            long memoryBytes,
            Collection<String> directories,
            String profile) {
        this.profile = profile;
        this.id = id;
        this.host = host;
        this.rack = rack;
        this.port = port;
        this.order = order;
        this.slots = slots;
        this.memoryBytes = memoryBytes;
        this.free = slots;
        this.serverOnly = slots == 0;
        this.directories = Set.copyOf(directories);
    }

    /** Whether it can serve what lies there. */
    boolean serves(OutputPlace place) {
        return host.equals(place.host()) && (directories.isEmpty() || directories.contains(place.directory()));
    }

    /** Attempts that may not have begun: an executor runs them in the order of their launch. */
    List<Attempt> waiting() {
        return attempts.stream().filter(attempt -> attempt.slotHeld).skip(slots).toList();
    }

    boolean closed() {
        return leaving || refuses || excluded;
    }

    @Override
    public String toString() {
        return "executor " + id + " (" + host + ")";
    }
}
