package org.lisle.yarn.allocate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.lisle.yarn.allocate.AllocationCommand.Ask;
import org.lisle.yarn.allocate.AllocationCommand.GiveBack;
import org.lisle.yarn.allocate.AllocationCommand.GiveUp;
import org.lisle.yarn.allocate.AllocationCommand.Launch;
import org.lisle.yarn.allocate.AllocationCommand.ReportLost;
import org.lisle.yarn.allocate.AllocationCommand.Withdraw;

/**
 * Decides about containers: what happened goes in, commands come out; no I/O, no clock, no thread of its own. Confined to the thread of
 * {@link ContainerAllocator}. The invariant after every call: asks pending plus containers held equal the executors wanted, unless more are
 * held than wanted, or the budget is used up.
 */
final class AllocationPlanner {
    private final IntFunction<String> executorNames;
    private final int maxFailures;
    private final long registrationMillis;

    private final Map<Long, ContainerAsk> pending = new LinkedHashMap<>();
    private final Map<String, Held> held = new LinkedHashMap<>();
    private final Set<String> badHosts = new HashSet<>();
    private Map<String, Integer> tasksByHost = Map.of();
    private int wanted;
    private int failures;
    private long lastAsk;
    private int lastExecutor;
    private boolean gaveUp;

    /** A container with its executor; {@code registered} once the executor has told its address. */
    private record Held(String executor, Grant grant, long launchedMillis, boolean registered) {}

    /**
     * @param executorNames the executor's id by its number, from 1
     * @param maxFailures failures beyond this end the application
     * @param registrationMillis an executor that has not registered so long after its launch has failed
     */
    AllocationPlanner(IntFunction<String> executorNames, int maxFailures, long registrationMillis) {
        this.executorNames = executorNames;
        this.maxFailures = maxFailures;
        this.registrationMillis = registrationMillis;
    }

    /** Wants so many executors in all, near these tasks. Executors there are beyond that number are left alone. */
    List<AllocationCommand> want(int total, Map<String, Integer> localTasks) {
        wanted = total;
        tasksByHost = Map.copyOf(localTasks);
        List<AllocationCommand> commands = new ArrayList<>();
        replaceMisplacedAsks(commands);
        balance(commands);
        return commands;
    }

    List<AllocationCommand> granted(List<Grant> grants, long nowMillis) {
        List<AllocationCommand> commands = new ArrayList<>();
        for (Grant grant : grants) {
            ContainerAsk ask = satisfiedBy(grant);
            if (ask == null) {
                commands.add(new GiveBack(grant.container()));
                continue;
            }
            pending.remove(ask.id());
            commands.add(new Withdraw(ask));
            if (badHosts.contains(grant.host())) {
                // YARN counts the ask as served: it is made anew below
                commands.add(new GiveBack(grant.container()));
                continue;
            }
            String executor = executorNames.apply(++lastExecutor);
            held.put(grant.container(), new Held(executor, grant, nowMillis, false));
            commands.add(new Launch(executor, grant));
        }
        balance(commands);
        return commands;
    }

    void registered(String executor) {
        held.replaceAll((container, of) ->
                of.executor().equals(executor) ? new Held(of.executor(), of.grant(), of.launchedMillis(), true) : of);
    }

    /** A granted container could not be started. */
    List<AllocationCommand> notStarted(String container, ContainerExit exit) {
        List<AllocationCommand> commands = new ArrayList<>();
        commands.add(new GiveBack(container));
        commands.addAll(ended(container, exit));
        return commands;
    }

    /** The container of an executor ended. Unknown ones were given back before. */
    List<AllocationCommand> ended(String container, ContainerExit exit) {
        List<AllocationCommand> commands = new ArrayList<>();
        Held gone = held.remove(container);
        if (gone != null) {
            lost(gone, exit, badHosts.contains(gone.grant().host()), commands);
            balance(commands);
        }
        return commands;
    }

    /** The scheduler is done with an executor, or has counted it as lost. */
    List<AllocationCommand> release(String executor) {
        List<AllocationCommand> commands = new ArrayList<>();
        for (Held of : List.copyOf(held.values())) {
            if (of.executor().equals(executor)) {
                held.remove(of.grant().container());
                commands.add(new GiveBack(of.grant().container()));
            }
        }
        balance(commands);
        return commands;
    }

    /** A node is lost, unhealthy or leaves: so are its executors and what they wrote to its disks. */
    List<AllocationCommand> nodeLost(String host, String why) {
        badHosts.add(host);
        List<AllocationCommand> commands = new ArrayList<>();
        for (Held of : List.copyOf(held.values())) {
            if (of.grant().host().equals(host)) {
                held.remove(of.grant().container());
                lost(of, new ContainerExit("its node " + host + " is " + why, false), true, commands);
                commands.add(new GiveBack(of.grant().container()));
            }
        }
        balance(commands);
        return commands;
    }

    void nodeUsable(String host) {
        badHosts.remove(host);
    }

    /** Time passes: executors that never registered are given up. */
    List<AllocationCommand> tick(long nowMillis) {
        List<AllocationCommand> commands = new ArrayList<>();
        for (Held of : List.copyOf(held.values())) {
            if (!of.registered() && nowMillis - of.launchedMillis() > registrationMillis) {
                held.remove(of.grant().container());
                commands.add(new GiveBack(of.grant().container()));
                lost(
                        of,
                        new ContainerExit(
                                "it did not register within " + registrationMillis / 1000 + " s of its start", true),
                        false,
                        commands);
            }
        }
        balance(commands);
        return commands;
    }

    AllocationSummary summary() {
        int running = (int) held.values().stream().filter(Held::registered).count();
        return new AllocationSummary(wanted, pending.size(), held.size() - running, running, failures);
    }

    private void lost(Held gone, ContainerExit exit, boolean outputLost, List<AllocationCommand> commands) {
        commands.add(new ReportLost(gone.executor(), exit.reason(), outputLost, exit.countsAsFailure()));
        failures += exit.countsAsFailure() ? 1 : 0;
        if (failures > maxFailures && !gaveUp) {
            gaveUp = true;
            pending.values().forEach(ask -> commands.add(new Withdraw(ask)));
            pending.clear();
            commands.add(new GiveUp(
                    failures + " executors failed, the last one, executor " + gone.executor() + " on "
                            + gone.grant().host() + ", because " + exit.reason(),
                    "see its container's log; lisle.yarn.max.executor.failures is " + maxFailures));
        }
    }

    private void balance(List<AllocationCommand> commands) {
        if (gaveUp) {
            return;
        }
        int missing = wanted - held.size() - pending.size();
        for (List<String> hosts : HostPreference.place(Math.max(0, missing), wanted, usableTasks(), hostsTaken())) {
            ContainerAsk ask = new ContainerAsk(++lastAsk, hosts);
            pending.put(ask.id(), ask);
            commands.add(new Ask(ask));
        }
        Deque<ContainerAsk> newestLast = new ArrayDeque<>(pending.values());
        for (int surplus = -missing; surplus > 0 && !newestLast.isEmpty(); surplus--) {
            ContainerAsk ask = newestLast.removeLast();
            pending.remove(ask.id());
            commands.add(new Withdraw(ask));
        }
    }

    /** Asks that name other hosts than would be named now are made anew, so that a container is near the tasks that wait. */
    private void replaceMisplacedAsks(List<AllocationCommand> commands) {
        List<List<String>> now = HostPreference.place(pending.size(), wanted, usableTasks(), hostsHeld());
        List<List<String>> before =
                pending.values().stream().map(ContainerAsk::hosts).toList();
        if (now.equals(before) || tasksByHost.isEmpty()) {
            return;
        }
        pending.values().forEach(ask -> commands.add(new Withdraw(ask)));
        pending.clear();
    }

    /** The ask a container serves: one for its host, else one for anywhere, else the oldest. */
    private @Nullable ContainerAsk satisfiedBy(Grant grant) {
        ContainerAsk anywhere = null;
        ContainerAsk oldest = null;
        for (ContainerAsk ask : pending.values()) {
            if (ask.hosts().contains(grant.host())) {
                return ask;
            }
            anywhere = anywhere == null && ask.hosts().isEmpty() ? ask : anywhere;
            oldest = oldest == null ? ask : oldest;
        }
        return anywhere == null ? oldest : anywhere;
    }

    private Map<String, Integer> usableTasks() {
        Map<String, Integer> usable = new TreeMap<>(tasksByHost);
        usable.keySet().removeAll(badHosts);
        return usable;
    }

    private Map<String, Integer> hostsHeld() {
        Map<String, Integer> hosts = new TreeMap<>();
        held.values().forEach(of -> hosts.merge(of.grant().host(), 1, Integer::sum));
        return hosts;
    }

    /** Hosts of executors, and first choices of asks that are pending. */
    private Map<String, Integer> hostsTaken() {
        Map<String, Integer> hosts = hostsHeld();
        pending.values().stream()
                .filter(ask -> !ask.hosts().isEmpty())
                .forEach(ask -> hosts.merge(ask.hosts().get(0), 1, Integer::sum));
        return hosts;
    }
}
