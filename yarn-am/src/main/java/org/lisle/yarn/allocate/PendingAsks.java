package org.lisle.yarn.allocate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Containers for executors of one kind asked for and not granted, oldest first, and the sizes that the next ones are to have. Confined to its owner's thread. */
final class PendingAsks {
    private final Map<Long, ContainerAsk> asks = new LinkedHashMap<>();
    private final Deque<Long> larger = new ArrayDeque<>();
    private final String profile;
    private final LongSupplier ids;

    /** @param ids unique among all that is asked for */
    PendingAsks(String profile, LongSupplier ids) {
        this.profile = profile;
        this.ids = ids;
    }

    int count() {
        return asks.size();
    }

    List<ContainerAsk> all() {
        return List.copyOf(asks.values());
    }

    /** One container more is to have this size, the next one that is asked for. */
    void nextIs(long megabytes) {
        larger.add(megabytes);
    }

    ContainerAsk add(List<String> hosts) {
        Long size = larger.poll();
        ContainerAsk ask = new ContainerAsk(ids.getAsLong(), hosts, new ExecutorSize(profile, size == null ? 0 : size));
        asks.put(ask.id(), ask);
        return ask;
    }

    void served(ContainerAsk ask) {
        asks.remove(ask.id());
    }

    /** Not wanted any more; one of a special size is made anew later. */
    void withdraw(ContainerAsk ask) {
        asks.remove(ask.id());
        if (ask.size().isLarger()) {
            larger.addFirst(ask.size().megabytes());
        }
    }

    /** Whether one of a larger size than the configured one is asked for. */
    boolean anyLarger() {
        return asks.values().stream().anyMatch(ask -> ask.size().isLarger());
    }

    /** Larger sizes are not wanted any more. Returns the asks of such, which are withdrawn. */
    List<ContainerAsk> giveUpLarger() {
        List<ContainerAsk> given =
                asks.values().stream().filter(ask -> ask.size().isLarger()).toList();
        given.forEach(ask -> asks.remove(ask.id()));
        larger.clear();
        return given;
    }

    /** The ask a container serves: of its size, one for its host, else one for anywhere, else the oldest. */
    @Nullable
    ContainerAsk satisfiedBy(Grant grant) {
        ContainerAsk anywhere = null;
        ContainerAsk oldest = null;
        for (ContainerAsk ask : asks.values()) {
            if (!ask.size().equals(grant.size())) {
                continue;
            }
            if (ask.hosts().contains(grant.host())) {
                return ask;
            }
            anywhere = anywhere == null && ask.hosts().isEmpty() ? ask : anywhere;
            oldest = oldest == null ? ask : oldest;
        }
        return anywhere == null ? oldest : anywhere;
    }
}
