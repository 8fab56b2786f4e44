package org.lisle.yarn.allocate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.lisle.yarn.allocate.AllocationCommand.Ask;
import org.lisle.yarn.allocate.AllocationCommand.Drain;
import org.lisle.yarn.allocate.AllocationCommand.Exclude;
import org.lisle.yarn.allocate.AllocationCommand.GiveBack;
import org.lisle.yarn.allocate.AllocationCommand.GiveUp;
import org.lisle.yarn.allocate.AllocationCommand.Launch;
import org.lisle.yarn.allocate.AllocationCommand.Notice;
import org.lisle.yarn.allocate.AllocationCommand.ReportLost;
import org.lisle.yarn.allocate.AllocationCommand.Withdraw;

/**
 * Decides about containers: what happened goes in, commands come out; no I/O, no clock, no thread of its own. Confined to the thread of
 * {@link ContainerAllocator}. The invariant after every call: asks pending plus containers held equal the executors wanted, unless more are
 * held than wanted, fewer may be asked for at a time, or the application gives up. Containers that an earlier attempt of the driver left count as held from the beginning.
 */
final class AllocationPlanner {
    private final IntFunction<String> executorNames;
    private final PlannerLimits limits;
    private final FailureBudget budget;
    private final AllocationWatch watch;
    private final GrantWatch watchOfGrants;

    private final PendingAsks pending = new PendingAsks();
    private final Map<String, HeldContainer> held = new LinkedHashMap<>();
    private final Set<String> badHosts = new HashSet<>();
    private final Set<String> excludedHosts = new TreeSet<>();
    /** Executors whose processes were near their containers' size when they were heard of last. */
    private final Set<String> full = new HashSet<>();

    private Map<String, Integer> tasksByHost = Map.of();
    private long largestMegabytes = Long.MAX_VALUE;
    private int wanted;
    private int room = Integer.MAX_VALUE;
    private int lastExecutor;
    private long nowMillis;
    private boolean gaveUp;
    /** Since when a larger container is asked for and none was granted; -1 for none. */
    private long largerSinceMillis = -1;

    /** @param executorNames the executor's id by its number, from 1; no two attempts of the driver give the same */
    AllocationPlanner(IntFunction<String> executorNames, PlannerLimits limits) {
        this.executorNames = executorNames;
        this.limits = limits;
        this.budget = new FailureBudget(
                limits.maxFailures() > 0 ? limits.maxFailures() : limits.leastFailures(),
                limits.failuresValidityMillis());
        this.watchOfGrants = new GrantWatch(limits.watchMillis());
        this.watch = new AllocationWatch(limits.allocationTimeoutMillis());
    }

    /** The cluster grants no container above this. */
    void largest(long megabytes) {
        largestMegabytes = megabytes;
    }

    /** Containers of earlier attempts of the driver, whose executors are to come: they are executors asked for already. */
    List<AllocationCommand> adopt(List<Grant> grants, long now) {
        nowMillis = now;
        grants.forEach(grant -> held.putIfAbsent(grant.container(), HeldContainer.adopted(grant, now)));
        List<AllocationCommand> commands = new ArrayList<>();
        balance(commands);
        return commands;
    }

    /** The queue has room for so many executors more, as far as the ResourceManager knows. */
    void room(int executors) {
        room = executors;
    }

    /** Wants so many executors in all, near these tasks. Executors there are beyond that number are left alone. */
    List<AllocationCommand> want(int total, Map<String, Integer> localTasks) {
        wanted = total;
        if (limits.maxFailures() == 0) {
            budget.allow((int) Math.min(Integer.MAX_VALUE, 2L * total));
        }
        tasksByHost = Map.copyOf(localTasks);
        List<AllocationCommand> commands = new ArrayList<>();
        replaceMisplacedAsks(commands);
        balance(commands);
        return commands;
    }

    List<AllocationCommand> granted(List<Grant> grants, long now) {
        nowMillis = now;
        List<AllocationCommand> commands = new ArrayList<>();
        watchOfGrants.granted(now);
        for (Grant grant : grants) {
            ContainerAsk ask = pending.satisfiedBy(grant);
            if (ask == null) {
                commands.add(new GiveBack(grant.container()));
                continue;
            }
            commands.add(new Withdraw(ask));
            if (badHosts.contains(grant.host()) || excludedHosts.contains(grant.host())) {
                // YARN counts the ask as served: it is made anew below
                pending.withdraw(ask);
                commands.add(new GiveBack(grant.container()));
                continue;
            }
            pending.served(ask);
            largerSinceMillis = ask.megabytes() > 0 ? -1 : largerSinceMillis;
            String executor = executorNames.apply(++lastExecutor);
            held.put(grant.container(), HeldContainer.launched(executor, grant, now));
            commands.add(new Launch(executor, grant));
        }
        balance(commands);
        return commands;
    }

    /** An executor told its address. One in a container that is not held, because it was given back meanwhile, is to end. */
    List<AllocationCommand> registered(String executor, String container) {
        HeldContainer known = held.get(container);
        if (known == null || !known.awaited() && !known.executor().equals(executor)) {
            return List.of(
                    new GiveBack(container),
                    new ReportLost(executor, "its container " + container + " was given back", false, false));
        }
        held.put(container, known.registeredAs(executor));
        return List.of();
    }

    /** A granted container could not be started. */
    List<AllocationCommand> notStarted(String container, ContainerExit exit, long now) {
        List<AllocationCommand> commands = new ArrayList<>();
        commands.add(new GiveBack(container));
        commands.addAll(ended(container, exit, now));
        return commands;
    }

    /** The container of an executor ended. Unknown ones were given back before. */
    List<AllocationCommand> ended(String container, ContainerExit exit, long now) {
        nowMillis = now;
        List<AllocationCommand> commands = new ArrayList<>();
        HeldContainer gone = held.remove(container);
        if (gone != null) {
            lost(gone, exit, badHosts.contains(gone.grant().host()), commands);
            balance(commands);
        }
        return commands;
    }

    /** The scheduler is done with an executor, or has counted it as lost. */
    List<AllocationCommand> release(String executor) {
        List<AllocationCommand> commands = new ArrayList<>();
        for (HeldContainer of : List.copyOf(held.values())) {
            if (of.executor().equals(executor)) {
                giveBack(of, commands);
            }
        }
        balance(commands);
        return commands;
    }

    /** The executor's process is near its container's size, or is not any more. */
    void nearsItsSize(String executor, boolean nears) {
        if (nears) {
            full.add(executor);
        } else {
            full.remove(executor);
        }
    }

    /** The executor takes no more tasks, because its container is too small; it is going to be released. */
    List<AllocationCommand> tooSmall(String executor, String reason) {
        List<AllocationCommand> commands = new ArrayList<>();
        held.values().stream()
                .filter(of -> of.executor().equals(executor))
                .forEach(of -> commands.add(new Notice(
                        "executor " + executor + " on " + of.grant().host() + " " + reason + grow(of), false)));
        return commands;
    }

    /** A node is lost, unhealthy or has left: so are its executors and what they wrote to its disks. */
    List<AllocationCommand> nodeLost(String host, String why, long now) {
        nowMillis = now;
        badHosts.add(host);
        List<AllocationCommand> commands = new ArrayList<>();
        for (HeldContainer of : List.copyOf(held.values())) {
            if (of.grant().host().equals(host)) {
                held.remove(of.grant().container());
                lost(of, ContainerExit.taken("its node " + host + " is " + why), true, commands);
                commands.add(new GiveBack(of.grant().container()));
            }
        }
        balance(commands);
        return commands;
    }

    /** A node is to leave the cluster when its containers have ended: its executors get no more tasks, and it gets no more executors. */
    List<AllocationCommand> nodeLeaves(String host) {
        badHosts.add(host);
        List<AllocationCommand> commands = new ArrayList<>();
        for (HeldContainer of : List.copyOf(held.values())) {
            if (of.grant().host().equals(host)) {
                leave(of, "its node " + host + " leaves the cluster", commands);
            }
        }
        return commands;
    }

    /** The scheduler found that tasks fail on these hosts, and on no others; executors there stay until it gives them back. */
    List<AllocationCommand> exclude(List<String> hosts) {
        List<String> added =
                hosts.stream().filter(host -> !excludedHosts.contains(host)).toList();
        List<String> removed =
                excludedHosts.stream().filter(host -> !hosts.contains(host)).toList();
        excludedHosts.addAll(added);
        removed.forEach(excludedHosts::remove);
        List<AllocationCommand> commands = new ArrayList<>();
        commands.add(new Exclude(added, removed));
        replaceMisplacedAsks(commands);
        balance(commands);
        return commands;
    }

    void nodeUsable(String host) {
        badHosts.remove(host);
    }

    /** The ResourceManager is going to take these containers: what runs in them may end, nothing new begins. */
    List<AllocationCommand> preempted(Collection<String> containers) {
        List<AllocationCommand> commands = new ArrayList<>();
        for (HeldContainer of : List.copyOf(held.values())) {
            if (containers.contains(of.grant().container())) {
                leave(of, "its container is about to be preempted", commands);
            }
        }
        return commands;
    }

    /**
     * The ResourceManager wants so much memory back, and leaves the choice: the cheapest executors go, what is leaving already counted.
     * A container whose executor has not come yet costs nothing.
     */
    List<AllocationCommand> shrink(long megabytes, List<ExecutorCost> costs) {
        List<AllocationCommand> commands = new ArrayList<>();
        long left = megabytes;
        for (HeldContainer of : held.values()) {
            left -= of.leaving() ? megabytesOf(of) : 0;
        }
        for (HeldContainer of : cheapestFirst(costs)) {
            if (left <= 0) {
                break;
            }
            left -= megabytesOf(of);
            leave(of, "the ResourceManager wants " + megabytes + " MiB back for other applications", commands);
        }
        return commands;
    }

    /**
     * Time passes: executors that never registered are reported, then given up; containers that do not come are reported, then asked for
     * anew wherever there are any; and waiting for them comes to its end.
     */
    List<AllocationCommand> tick(long now) {
        nowMillis = now;
        List<AllocationCommand> commands = new ArrayList<>();
        for (HeldContainer of : List.copyOf(held.values())) {
            if (!of.registered() && now - of.sinceMillis() > patience(of)) {
                held.remove(of.grant().container());
                commands.add(new GiveBack(of.grant().container()));
                lost(of, neverRegistered(of), false, commands);
            } else if (!of.registered() && !of.reported() && now - of.sinceMillis() > patience(of) / 2) {
                held.put(of.grant().container(), of.asReported());
                commands.add(new Notice(lateToRegister(of, now), false));
            }
        }
        giveUpLarger(now, commands);
        switch (watchOfGrants.look(pending.count() > 0, now)) {
            case QUIET -> {}
            case REPORT ->
                commands.add(new Notice(
                        "no container was granted for " + limits.watchMillis() / 1000 + " s, with " + pending.count()
                                + " asked for",
                        true));
            case ACT -> {
                commands.add(new Notice(
                        "no container was granted for " + 2 * limits.watchMillis() / 1000 + " s: the " + pending.count()
                                + " are asked for anew, on any host",
                        true));
                tasksByHost = Map.of();
                withdrawAll(commands);
            }
        }
        if (watch.over(held.isEmpty() && pending.count() > 0, now) && !gaveUp) {
            giveUp(
                    "no container was granted within " + limits.allocationTimeoutMillis() / 1000 + " s, with "
                            + pending.count() + " asked for",
                    "free the queue, ask for smaller executors, or raise lisle.yarn.allocation.timeout",
                    commands);
        }
        balance(commands);
        return commands;
    }

    /** It may be larger than what any node has left: an executor of the usual size is better than none. */
    private void giveUpLarger(long now, List<AllocationCommand> commands) {
        if (!pending.anyLarger()) {
            largerSinceMillis = -1;
        } else if (largerSinceMillis < 0) {
            largerSinceMillis = now;
        } else if (now - largerSinceMillis >= limits.largerMillis()) {
            List<ContainerAsk> given = pending.giveUpLarger();
            long largest =
                    given.stream().mapToLong(ContainerAsk::megabytes).max().orElse(0);
            commands.add(new Notice(
                    "no container of " + largest + " MiB was granted for " + limits.largerMillis() / 1000
                            + " s, though an executor was too small with less: one of the usual size is asked for instead",
                    false));
            given.forEach(ask -> commands.add(new Withdraw(ask)));
            largerSinceMillis = -1;
        }
    }

    AllocationSummary summary() {
        int running =
                (int) held.values().stream().filter(HeldContainer::registered).count();
        return new AllocationSummary(wanted, pending.count(), held.size() - running, running, budget.used(nowMillis));
    }

    private long patience(HeldContainer of) {
        return of.awaited() ? limits.adoptionMillis() : limits.registrationMillis();
    }

    private ContainerExit neverRegistered(HeldContainer of) {
        return of.awaited()
                ? ContainerExit.taken("it did not come to this driver")
                : new ContainerExit(
                        "it did not register within " + limits.registrationMillis() / 1000 + " s of its start", true);
    }

    private String lateToRegister(HeldContainer of, long now) {
        String what = of.awaited() ? "the executor of an earlier driver" : "executor " + of.executor();
        return what + " in " + of.grant().container() + " on " + of.grant().host() + " has not registered for "
                + (now - of.sinceMillis()) / 1000 + " s";
    }

    private void leave(HeldContainer of, String why, List<AllocationCommand> commands) {
        if (!of.registered()) {
            giveBack(of, commands);
            if (!of.awaited()) {
                commands.add(new ReportLost(of.executor(), why, false, false));
            }
        } else if (!of.leaving()) {
            held.put(of.grant().container(), of.toLeave());
            commands.add(new Drain(of.executor(), why));
        }
    }

    private void giveBack(HeldContainer of, List<AllocationCommand> commands) {
        held.remove(of.grant().container());
        full.remove(of.executor());
        commands.add(new GiveBack(of.grant().container()));
    }

    private List<HeldContainer> cheapestFirst(List<ExecutorCost> costs) {
        Map<String, HeldContainer> byExecutor = new HashMap<>();
        List<HeldContainer> ordered = new ArrayList<>();
        for (HeldContainer of : held.values()) {
            if (!of.registered()) {
                ordered.add(of);
            } else if (!of.leaving()) {
                byExecutor.put(of.executor(), of);
            }
        }
        costs.stream()
                .sorted(ExecutorCost.CHEAPEST_FIRST)
                .map(cost -> byExecutor.get(cost.executor()))
                .filter(of -> of != null)
                .forEach(ordered::add);
        return ordered;
    }

    private long megabytesOf(HeldContainer of) {
        Grant grant = of.grant();
        long asked = grant.megabytes() > 0 ? grant.megabytes() : limits.executorMegabytes();
        return Math.max(asked, grant.takenMegabytes());
    }

    private void lost(HeldContainer gone, ContainerExit exit, boolean outputLost, List<AllocationCommand> commands) {
        boolean killedForItsSize = full.remove(gone.executor()) && exit.killed();
        boolean tooSmall = exit.tooSmall() || killedForItsSize;
        boolean larger = tooSmall && largerThan(gone) > megabytesOf(gone);
        String reason = exit.reason()
                + (killedForItsSize ? "; it was near its container's size" : "")
                + (tooSmall ? grow(gone) : "");
        if (!gone.awaited()) {
            commands.add(new ReportLost(gone.executor(), reason, outputLost, exit.countsAsFailure(), larger));
        }
        if (tooSmall && !gone.awaited()) {
            commands.add(new Notice(
                    "executor " + gone.executor() + " on " + gone.grant().host() + " is lost: " + reason, false));
        }
        if (exit.countsAsFailure() && !budget.fail(nowMillis) && !gaveUp) {
            giveUp(
                    budget.used(nowMillis) + " executors failed, the last one, executor " + gone.executor() + " on "
                            + gone.grant().host() + ", because " + reason,
                    "see its container's log; lisle.yarn.max.executor.failures is " + budget.most(),
                    commands);
        }
    }

    /** The replacement of a container that was too small is larger. Returns what to say about it. */
    private String grow(HeldContainer gone) {
        long size = megabytesOf(gone);
        long larger = largerThan(gone);
        if (larger == size) {
            return "; the cluster grants no larger container than " + size + " MiB: use fewer cores in each executor"
                    + " (lisle.executor.cores), or more partitions";
        }
        pending.nextIs(larger);
        return "; its replacement is asked for with " + larger
                + " MiB, which is a good value for lisle.executor.memory";
    }

    private long largerThan(HeldContainer of) {
        return MemoryGrowth.larger(megabytesOf(of), largestMegabytes);
    }

    private void giveUp(String what, String nextStep, List<AllocationCommand> commands) {
        gaveUp = true;
        withdrawAll(commands);
        commands.add(new GiveUp(what, nextStep));
    }

    private void withdrawAll(List<AllocationCommand> commands) {
        for (ContainerAsk ask : pending.all()) {
            pending.withdraw(ask);
            commands.add(new Withdraw(ask));
        }
    }

    private void balance(List<AllocationCommand> commands) {
        if (gaveUp) {
            return;
        }
        int missing = Math.min(wanted - held.size(), mostAsks()) - pending.count();
        for (List<String> hosts : HostPreference.place(Math.max(0, missing), wanted, usableTasks(), hostsTaken())) {
            commands.add(new Ask(pending.add(hosts)));
        }
        Deque<ContainerAsk> newestLast = new ArrayDeque<>(pending.all());
        for (int surplus = -missing; surplus > 0 && !newestLast.isEmpty(); surplus--) {
            ContainerAsk ask = newestLast.removeLast();
            pending.withdraw(ask);
            commands.add(new Withdraw(ask));
        }
    }

    /** Asks that name other hosts than would be named now are made anew, so that a container is near the tasks that wait. */
    private void replaceMisplacedAsks(List<AllocationCommand> commands) {
        List<List<String>> now = HostPreference.place(pending.count(), wanted, usableTasks(), hostsHeld());
        List<List<String>> before =
                pending.all().stream().map(ContainerAsk::hosts).toList();
        if (!now.equals(before) && !tasksByHost.isEmpty()) {
            withdrawAll(commands);
        }
    }

    /**
     * Ten thousand waiting tasks are no reason to ask a full queue for ten thousand containers. As many as there are already may be asked
     * for in any case: what is asked for and not there is what the ResourceManager preempts others for.
     */
    private int mostAsks() {
        return limits.dynamic() ? Math.max(room, Math.max(1, held.size())) : Integer.MAX_VALUE;
    }

    private Map<String, Integer> usableTasks() {
        Map<String, Integer> usable = new TreeMap<>(tasksByHost);
        usable.keySet().removeAll(badHosts);
        usable.keySet().removeAll(excludedHosts);
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
        pending.all().stream()
                .filter(ask -> !ask.hosts().isEmpty())
                .forEach(ask -> hosts.merge(ask.hosts().get(0), 1, Integer::sum));
        return hosts;
    }
}
