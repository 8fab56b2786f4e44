package org.lisle.dag.driver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.core.message.ForgetStages;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RemoveBlocks;
import org.lisle.core.message.RemoveShuffles;

/** The executors that live: how to reach each, and which stages' programs it was sent. Confined to the loop. */
final class ExecutorDirectory {
    /** One executor that lives. */
    static final class Entry {
        final RegisterExecutor registration;
        private final Set<Integer> stages = new HashSet<>();
        private final Set<Integer> stagesOfEarlierConnections = new HashSet<>();
        /** The latest orders to remove something; an order that came twice does no harm. */
        private final Deque<SpecificRecord> removals = new ArrayDeque<>();

        private ExecutorGateway gateway;

        Entry(RegisterExecutor registration, ExecutorGateway gateway) {
            this.registration = registration;
            this.gateway = gateway;
        }

        /** True when the executor was not sent the stage's program before; from now on it was. */
        boolean needsStage(int stageId) {
            return stages.add(stageId);
        }

        /** Whether the registration is of the process that is known: only its connection is new. */
        boolean isSameProcess(RegisterExecutor other) {
            return registration.getProcessId() == other.getProcessId()
                    && registration.getHost().equals(other.getHost())
                    && registration.getPort() == other.getPort();
        }

        /** What was sent before may not have arrived: programs are sent again when they are needed. */
        void reconnect(ExecutorGateway newGateway) {
            gateway = newGateway;
            stagesOfEarlierConnections.addAll(stages);
            stages.clear();
        }

        private void remember(SpecificRecord message) {
            if (message instanceof RemoveShuffles || message instanceof RemoveBlocks) {
                removals.add(message);
                if (removals.size() > MOST_REMOVALS) {
                    removals.remove();
                }
            }
        }

        private boolean forgetStage(int stageId) {
            return stages.remove(stageId) | stagesOfEarlierConnections.remove(stageId);
        }
    }

    /** More than can have been on their way when a connection was lost, as a rule. */
    private static final int MOST_REMOVALS = 64;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final BiConsumer<String, RuntimeException> broken;

    /** @param broken told of an executor that could not be sent to; must not call back */
    ExecutorDirectory(BiConsumer<String, RuntimeException> broken) {
        this.broken = broken;
    }

    void add(RegisterExecutor registration, ExecutorGateway gateway) {
        entries.put(registration.getExecutor(), new Entry(registration, gateway));
    }

    void remove(String executor) {
        entries.remove(executor);
    }

    @Nullable
    Entry get(String executor) {
        return entries.get(executor);
    }

    Collection<Entry> all() {
        return entries.values();
    }

    void send(String executor, SpecificRecord message) {
        Entry entry = entries.get(executor);
        if (entry != null) {
            send(entry, message);
        }
    }

    /** One executor that cannot be reached is that executor's loss, not the driver's. */
    void send(Entry entry, SpecificRecord message) {
        entry.remember(message);
        try {
            entry.gateway.send(message);
        } catch (RuntimeException e) {
            broken.accept(entry.registration.getExecutor(), e);
        }
    }

    /** After {@link Entry#reconnect}: what was to be removed lately is, also when the order was lost with the connection before. */
    void repeatRemovals(Entry entry) {
        List<SpecificRecord> again = List.copyOf(entry.removals);
        entry.removals.clear();
        again.forEach(message -> send(entry, message));
    }

    void sendAll(SpecificRecord message) {
        entries.values().forEach(entry -> send(entry, message));
    }

    void forgetStage(int stageId, int epoch) {
        for (Entry entry : entries.values()) {
            if (entry.forgetStage(stageId)) {
                send(entry, new ForgetStages(List.of(stageId), epoch));
            }
        }
    }

    /**
     * Executors that may take a replica, best first: on other hosts than the asking one before those on its own; which of them comes first
     * depends on the block, so that replicas spread.
     */
    List<RegisterExecutor> replicaTargets(String asking, String block, int count, Predicate<String> excluded) {
        Entry from = entries.get(asking);
        String host = from == null ? "" : from.registration.getHost();
        List<RegisterExecutor> elsewhere = new ArrayList<>();
        List<RegisterExecutor> sameHost = new ArrayList<>();
        for (Entry entry : entries.values()) {
            String id = entry.registration.getExecutor();
            boolean storesBlocks = entry.registration.getSlots() > 0;
            if (storesBlocks && !id.equals(asking) && !excluded.test(id)) {
                (entry.registration.getHost().equals(host) ? sameHost : elsewhere).add(entry.registration);
            }
        }
        java.util.Collections.rotate(elsewhere, block.hashCode());
        java.util.Collections.rotate(sameHost, block.hashCode());
        elsewhere.addAll(sameHost);
        return List.copyOf(elsewhere.subList(0, Math.min(count, elsewhere.size())));
    }
}
