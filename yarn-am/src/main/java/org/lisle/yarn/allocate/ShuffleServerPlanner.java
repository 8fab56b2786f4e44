package org.lisle.yarn.allocate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides about the containers of stand-alone shuffle servers, at most one a host: what happened goes in, commands come out. Confined to the
 * thread of {@link ContainerAllocator}, apart from what {@link AllocationPlanner} decides: these containers are small, strictly on one node,
 * no failure budget's concern, and never replaced; the scheduler wants another one if it still needs it.
 */
final class ShuffleServerPlanner {
    private final IntFunction<String> names;
    private final Map<String, Server> byHost = new TreeMap<>();
    private int last;

    /** @param container null while it is asked for */
    private record Server(
            String node, String executor, @Nullable String container, boolean registered) {}

    /** @param names the server's id by its number, from 1 */
    ShuffleServerPlanner(IntFunction<String> names) {
        this.names = names;
    }

    /** @param node the host as the ResourceManager names it in asks */
    List<AllocationCommand> start(String host, String node) {
        if (byHost.containsKey(host)) {
            return List.of();
        }
        byHost.put(host, new Server(node, names.apply(++last), null, false));
        return List.of(new AllocationCommand.AskServer(node));
    }

    List<AllocationCommand> stop(String host) {
        Server server = byHost.remove(host);
        return server == null ? List.of() : List.of(end(server));
    }

    List<AllocationCommand> granted(String container, String host) {
        Server server = byHost.get(host);
        if (server == null || server.container() != null) {
            return List.of(new AllocationCommand.GiveBack(container));
        }
        byHost.put(host, new Server(server.node(), server.executor(), container, false));
        return List.of(
                new AllocationCommand.WithdrawServer(server.node()),
                new AllocationCommand.LaunchServer(server.executor(), new Grant(container, host)));
    }

    void registered(String executor) {
        byHost.replaceAll((host, server) -> server.executor().equals(executor)
                ? new Server(server.node(), executor, server.container(), true)
                : server);
    }

    boolean holds(String container) {
        return byHost.values().stream().anyMatch(server -> container.equals(server.container()));
    }

    /** The container of a server ended, or could not be started. */
    List<AllocationCommand> ended(String container, String reason) {
        List<AllocationCommand> commands = new ArrayList<>();
        for (Map.Entry<String, Server> entry : List.copyOf(byHost.entrySet())) {
            if (container.equals(entry.getValue().container())) {
                byHost.remove(entry.getKey());
                commands.add(gone(entry.getKey(), entry.getValue(), reason));
            }
        }
        return commands;
    }

    /** The scheduler needs the server no longer, or has counted it as lost. */
    List<AllocationCommand> release(String executor) {
        List<AllocationCommand> commands = new ArrayList<>();
        for (Map.Entry<String, Server> entry : List.copyOf(byHost.entrySet())) {
            if (entry.getValue().executor().equals(executor)) {
                byHost.remove(entry.getKey());
                commands.add(end(entry.getValue()));
            }
        }
        return commands;
    }

    /** What was asked for or ran on the host is gone with its node. */
    List<AllocationCommand> nodeLost(String host, String why) {
        Server server = byHost.remove(host);
        return server == null ? List.of() : List.of(end(server), gone(host, server, "its node is " + why));
    }

    /** Whether a container is waited for. */
    boolean isWaiting() {
        return byHost.values().stream().anyMatch(server -> server.container() == null);
    }

    private static AllocationCommand gone(String host, Server server, String reason) {
        return server.registered()
                ? new AllocationCommand.ReportLost(server.executor(), reason, false, false)
                : new AllocationCommand.RefuseServer(host, reason);
    }

    private static AllocationCommand end(Server server) {
        String container = server.container();
        return container == null
                ? new AllocationCommand.WithdrawServer(server.node())
                : new AllocationCommand.GiveBack(container);
    }
}
