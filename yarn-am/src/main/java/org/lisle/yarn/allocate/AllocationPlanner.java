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
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.lisle.core.resource.ExecutorProfile;
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
 * {@link ContainerAllocator}. The invariant after every call, for each kind of executors ({@link Fleet}): asks pending plus containers held
 * equal the executors wanted, unless more are held than wanted, fewer may be asked for at a time, or the application gives up. Containers that
 * an earlier attempt of the driver left count as held from the beginning, as usual ones until their executors come and say of which kind they are.
 */
final class AllocationPlanner {
    private final IntFunction<String> executorNames;
    private final PlannerLimits limits;
    private final FailureBudget budget;
    private final AllocationWatch watch;

    /** By the names of kinds. */
    private final Map<String, Fleet> fleets = new TreeMap<>();

    private final Map<String, HeldContainer> held = new LinkedHashMap<>();
    private final Set<String> badHosts = new HashSet<>();
    private final Set<String> excludedHosts = new TreeSet<>();
    /** Executors whose processes were near their containers' size when they were heard of last. */
    private final Set<String> full = new HashSet<>();

    private long largestMegabytes = Long.MAX_VALUE;
    private long lastAsk;
    private int lastExecutor;
    private long nowMillis;
    private boolean gaveUp;

    /** @param executorNames the executor's id by its number, from 1; no two attempts of the driver give the same */
    AllocationPlanner(IntFunction<String> executorNames, PlannerLimits limits) {
        this.executorNames = executorNames;
        this.limits = limits;
        this.budget = new FailureBudget(
                limits.maxFailures() > 0 ? limits.maxFailures() : limits.leastFailures(),
                limits.failuresValidityMillis());
        this.watch = new AllocationWatch(limits.allocationTimeoutMillis());
        fleet(ExecutorProfile.USUAL).megabytes = limits.usual().megabytes();
    }

    private Fleet fleet(String profile) {
        return fleets.computeIfAbsent(profile, name -> new Fleet(name, () -> ++lastAsk, limits.watchMillis()));
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

    /** @param ofKind how many executors of a kind, by its name, the queue has room for besides, as far as the ResourceManager knows */
    void room(ToIntFunction<String> ofKind) {
        fleets.forEach((name, fleet) -> fleet.room = ofKind.applyAsInt(name));
    }

    /** Wants so many executors of the kind in all, near these tasks. Executors there are beyond that number are left alone. */
    List<AllocationCommand> want(ExecutorProfile kind, int total, Map<String, Integer> localTasks) {
        Fleet fleet = fleet(kind.name());
        fleet.megabytes = kind.megabytes();
        fleet.wanted = total;
        if (limits.maxFailures() == 0) {
            budget.allow((int) Math.min(Integer.MAX_VALUE, 2L * wanted()));
        }
        fleet.tasksByHost = Map.copyOf(localTasks);
        List<AllocationCommand> commands = new ArrayList<>();
        replaceMisplacedAsks(fleet, commands);
        balance(commands);
        return commands;
    }

    private int wanted() {
        return fleets.values().stream().mapToInt(fleet -> fleet.wanted).sum();
    }

    private int pending() {
        return fleets.values().stream().mapToInt(fleet -> fleet.pending.count()).sum();
    }

    List<AllocationCommand> granted(List<Grant> grants, long now) {
        nowMillis = now;
        List<AllocationCommand> commands = new ArrayList<>();
        for (Grant grant : grants) {
            Fleet fleet = fleet(grant.size().profile());
            fleet.watch.granted(now);
            ContainerAsk ask = fleet.pending.satisfiedBy(grant);
            if (ask == null) {
                commands.add(new GiveBack(grant.container()));
                continue;
            }
            commands.add(new Withdraw(ask));
            if (badHosts.contains(grant.host()) || excludedHosts.contains(grant.host())) {
                // YARN counts the ask as served: it is made anew below
                fleet.pending.withdraw(ask);
                commands.add(new GiveBack(grant.container()));
                continue;
            }
            fleet.pending.served(ask);
            fleet.largerSinceMillis = ask.size().isLarger() ? -1 : fleet.largerSinceMillis;
            String executor = executorNames.apply(++lastExecutor);
            held.put(grant.container(), HeldContainer.launched(executor, grant, now));
            commands.add(new Launch(executor, grant));
        }
        balance(commands);
        return commands;
    }

    /** Whether an executor may register: not in a container that is not held, because it was given back meanwhile. */
    boolean mayRegister(String executor, String container) {
        HeldContainer known = held.get(container);
        return known != null && (known.awaited() || known.executor().equals(executor));
    }

    /**
     * An executor told its address. One that {@link #mayRegister} not is to end.
     *
     * @param profile the name of its kind
     */
    List<AllocationCommand> registered(String executor, String container, String profile) {
        HeldContainer known = held.get(container);
        if (known == null || !mayRegister(executor, container)) {
            return List.of(
                    new GiveBack(container),
                    new ReportLost(executor, "its container " + container + " was given back", false, false));
        }
        held.put(container, known.registeredAs(executor, profile));
        List<AllocationCommand> commands = new ArrayList<>();
        if (!known.profile().equals(profile)) {
            balance(commands);
        }
        return commands;
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
        fleets.values().forEach(fleet -> replaceMisplacedAsks(fleet, commands));
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
        for (Fleet fleet : fleets.values()) {
            giveUpLarger(fleet, now, commands);
            watchGrants(fleet, now, commands);
        }
        if (watch.over(held.isEmpty() && pending() > 0, now) && !gaveUp) {
            giveUp(
                    "no container was granted within " + limits.allocationTimeoutMillis() / 1000 + " s, with "
                            + pending() + " asked for",
                    "free the queue, ask for smaller executors, or raise lisle.yarn.allocation.timeout",
                    commands);
        }
        balance(commands);
        return commands;
    }

    private void watchGrants(Fleet fleet, long now, List<AllocationCommand> commands) {
        int asked = fleet.pending.count();
        switch (fleet.watch.look(asked > 0, now)) {
            case QUIET -> {}
            case REPORT ->
                commands.add(new Notice(
                        "no container was granted for " + limits.watchMillis() / 1000 + " s, with " + asked
                                + " asked for" + fleet.describe(),
                        true));
            case ACT -> {
                commands.add(new Notice(
                        "no container was granted for " + 2 * limits.watchMillis() / 1000 + " s: the " + asked
                                + " are asked for anew, on any host" + fleet.describe(),
                        true));
                fleet.tasksByHost = Map.of();
                commands.addAll(fleet.withdrawAll());
            }
        }
    }

    /** It may be larger than what any node has left: an executor of the usual size is better than none. */
    private void giveUpLarger(Fleet fleet, long now, List<AllocationCommand> commands) {
        if (!fleet.pending.anyLarger()) {
            fleet.largerSinceMillis = -1;
        } else if (fleet.largerSinceMillis < 0) {
            fleet.largerSinceMillis = now;
        } else if (now - fleet.largerSinceMillis >= limits.largerMillis()) {
            List<ContainerAsk> given = fleet.pending.giveUpLarger();
            long largest = given.stream()
                    .mapToLong(ask -> ask.size().megabytes())
                    .max()
                    .orElse(0);
            commands.add(new Notice(
                    "no container of " + largest + " MiB was granted for " + limits.largerMillis() / 1000
                            + " s, though an executor was too small with less: one of the usual size is asked for instead",
                    false));
            given.forEach(ask -> commands.add(new Withdraw(ask)));
            fleet.largerSinceMillis = -1;
        }
    }

    AllocationSummary summary() {
        int running =
                (int) held.values().stream().filter(HeldContainer::registered).count();
        return new AllocationSummary(wanted(), pending(), held.size() - running, running, budget.used(nowMillis));
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
        long asked = grant.size().isLarger() ? grant.size().megabytes() : fleet(of.profile()).megabytes;
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
        Fleet fleet = fleet(gone.profile());
        fleet.pending.nextIs(larger);
        return "; its replacement is asked for with " + larger + " MiB, which is a good value for " + fleet.setting();
    }

    private long largerThan(HeldContainer of) {
        return MemoryGrowth.larger(megabytesOf(of), largestMegabytes);
    }

    private void giveUp(String what, String nextStep, List<AllocationCommand> commands) {
        gaveUp = true;
        fleets.values().forEach(fleet -> commands.addAll(fleet.withdrawAll()));
        commands.add(new GiveUp(what, nextStep));
    }

    private void balance(List<AllocationCommand> commands) {
        if (!gaveUp) {
            fleets.values().forEach(fleet -> balance(fleet, commands));
        }
    }

    private void balance(Fleet fleet, List<AllocationCommand> commands) {
        int there = (int) heldOf(fleet).count();
        int missing = Math.min(fleet.wanted - there, mostAsks(fleet, there)) - fleet.pending.count();
        for (List<String> hosts :
                HostPreference.place(Math.max(0, missing), fleet.wanted, usableTasks(fleet), hostsTaken(fleet))) {
            commands.add(new Ask(fleet.pending.add(hosts)));
        }
        Deque<ContainerAsk> newestLast = new ArrayDeque<>(fleet.pending.all());
        for (int surplus = -missing; surplus > 0 && !newestLast.isEmpty(); surplus--) {
            ContainerAsk ask = newestLast.removeLast();
            fleet.pending.withdraw(ask);
            commands.add(new Withdraw(ask));
        }
    }

    /** Asks that name other hosts than would be named now are made anew, so that a container is near the tasks that wait. */
    private void replaceMisplacedAsks(Fleet fleet, List<AllocationCommand> commands) {
        List<List<String>> now =
                HostPreference.place(fleet.pending.count(), fleet.wanted, usableTasks(fleet), hostsHeld(fleet));
        List<List<String>> before =
                fleet.pending.all().stream().map(ContainerAsk::hosts).toList();
        if (!now.equals(before) && !fleet.tasksByHost.isEmpty()) {
            commands.addAll(fleet.withdrawAll());
        }
    }

    /**
     * Ten thousand waiting tasks are no reason to ask a full queue for ten thousand containers. As many as there are already may be asked
     * for in any case: what is asked for and not there is what the ResourceManager preempts others for.
     */
    private int mostAsks(Fleet fleet, int there) {
        return limits.dynamic() ? Math.max(fleet.room, Math.max(1, there)) : Integer.MAX_VALUE;
    }

    private Stream<HeldContainer> heldOf(Fleet fleet) {
        return held.values().stream().filter(of -> of.profile().equals(fleet.profile));
    }

    private Map<String, Integer> usableTasks(Fleet fleet) {
        Map<String, Integer> usable = new TreeMap<>(fleet.tasksByHost);
        usable.keySet().removeAll(badHosts);
        usable.keySet().removeAll(excludedHosts);
        return usable;
    }

    private Map<String, Integer> hostsHeld(Fleet fleet) {
        Map<String, Integer> hosts = new TreeMap<>();
        heldOf(fleet).forEach(of -> hosts.merge(of.grant().host(), 1, Integer::sum));
        return hosts;
    }

    /** Hosts of executors, and first choices of asks that are pending. */
    private Map<String, Integer> hostsTaken(Fleet fleet) {
        Map<String, Integer> hosts = hostsHeld(fleet);
        fleet.pending.all().stream()
                .filter(ask -> !ask.hosts().isEmpty())
                .forEach(ask -> hosts.merge(ask.hosts().get(0), 1, Integer::sum));
        return hosts;
    }
}
