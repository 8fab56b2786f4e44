package org.lisle.dag.schedule;

import java.util.BitSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What becomes of map outputs when those who serve them come and go. Files outlive the executor that wrote them (D3): another executor of
 * the node serves them at once; where there is none and a running job needs them, they wait for a shuffle server; what is on a node or
 * disk that is lost is computed again, from the first proof on, for all readers.
 */
final class OutputAvailability {
    private final ExecutorTracker executors;
    private final HeartbeatTracker heartbeats;
    private final ShuffleTracker shuffles;
    private final ShuffleServers servers;
    private final StageTracker stages;
    private final LongSupplier now;
    private final CommandBuffer out;

    OutputAvailability(
            ExecutorTracker executors,
            HeartbeatTracker heartbeats,
            ShuffleTracker shuffles,
            ShuffleServers servers,
            StageTracker stages,
            LongSupplier now,
            CommandBuffer out) {
        this.executors = executors;
        this.heartbeats = heartbeats;
        this.shuffles = shuffles;
        this.servers = servers;
        this.stages = stages;
        this.now = now;
        this.out = out;
    }

    /** An executor or shuffle server is there. */
    void came(ExecutorState executor) {
        boolean wanted = servers.came(executor, now.getAsLong());
        shuffles.serverCame(executor, stages::outputsFound);
        if (wanted) {
            // on this host nothing else can be had
            awaitNoMore(executor.host);
        } else if (!isAnythingAwaitedOn(executor.host)) {
            servers.wantNoMore(executor.host);
        }
    }

    /** @param lost no longer among the executors */
    void lost(ExecutorState lost, boolean outputLost) {
        servers.lost(lost);
        if (outputLost) {
            forget(lost.host, lost::serves);
        } else {
            shuffles.serverLost(
                    lost,
                    executors,
                    stages::outputsUnserved,
                    moved -> out.add(new Command.InvalidateMapOutputs(moved.id)));
        }
    }

    void nodeLost(String host) {
        forget(host, place -> isOn(place, host) && !executors.anyServes(place));
    }

    /**
     * No server of the host answered a reader for all of its tries, and the outputs it wanted are still said to be there: the first proof.
     * When nobody on the host was heard of lately, the node counts as lost; when somebody was, only this shuffle is computed elsewhere.
     */
    void unreachable(String host, ShuffleState asked) {
        if (heartbeats.heardLately(executors.onHost(host), now.getAsLong())) {
            stages.forgetOutputs(asked, asked.in(place -> isOn(place, host)));
        } else {
            forget(host, place -> isOn(place, host));
        }
    }

    /** A shuffle server that was wanted cannot be had. */
    void refused(String host) {
        if (servers.refuse(host)) {
            awaitNoMore(host);
        }
    }

    /** Servers that come too late are not waited for. */
    void tick() {
        for (String host : servers.late(now.getAsLong())) {
            out.add(new Command.StopShuffleServer(host));
            refused(host);
        }
    }

    /**
     * Whether nothing that a running job reads becomes unserved without this executor. Where something would, a shuffle server is wanted
     * beside it: it can be spared when that is there.
     */
    boolean canSpare(ExecutorState executor) {
        boolean spared =
                stages.active().stream().noneMatch(stage -> stage.barrier != null && stage.barrier.needs(executor));
        for (ShuffleState shuffle : shuffles.all()) {
            if (!shuffle.readers.isEmpty()) {
                BitSet alone = shuffle.in(place -> executor.serves(place) && !executors.anyServesBut(executor, place));
                alone.stream().limit(1).forEach(partition -> servers.want(shuffle.place(partition), now.getAsLong()));
                spared &= alone.isEmpty();
            }
        }
        return spared;
    }

    /** Whether a running job reads what lies on the host and only a stand-alone server can serve. */
    boolean needsServer(String host) {
        return shuffles.all().stream()
                .filter(shuffle -> !shuffle.readers.isEmpty())
                .anyMatch(shuffle -> shuffle.isIn(place -> isOn(place, host) && !executors.anyWorkerServes(place)));
    }

    private void forget(String host, Predicate<OutputPlace> gone) {
        shuffles.all().forEach(shuffle -> stages.forgetOutputs(shuffle, shuffle.in(gone)));
        if (!isAnythingAwaitedOn(host)) {
            servers.wantNoMore(host);
        }
    }

    private void awaitNoMore(String host) {
        for (ShuffleState shuffle : shuffles.all()) {
            BitSet lost = shuffle.awaitNoMore(place -> isOn(place, host));
            if (!lost.isEmpty()) {
                stages.outputsLost(shuffle, lost);
            }
        }
    }

    private boolean isAnythingAwaitedOn(String host) {
        return shuffles.all().stream().anyMatch(shuffle -> shuffle.awaited().stream()
                .anyMatch(partition -> isOn(shuffle.place(partition), host)));
    }

    private static boolean isOn(OutputPlace place, String host) {
        return place.host().equals(host);
    }
}
