package org.lisle.yarn.allocate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.lisle.core.resource.ExecutorProfile;

/** The executors of one kind that are wanted, and what was asked for them. Confined to the thread of {@link ContainerAllocator}. */
final class Fleet {
    final String profile;
    final PendingAsks pending;
    final GrantWatch watch;

    /** In all, those there are included. */
    int wanted;

    /** Waiting tasks of this kind that would be local on a host. */
    Map<String, Integer> tasksByHost = Map.of();

    /** How many more the queue has room for, as far as the ResourceManager knows. */
    int room = Integer.MAX_VALUE;

    /** Of a container; 0 while nobody has said it. */
    long megabytes;

    /** Since when a larger container is asked for and none was granted; -1 for none. */
    long largerSinceMillis = -1;

    Fleet(String profile, LongSupplier ids, long watchMillis) {
        this.profile = profile;
        this.pending = new PendingAsks(profile, ids);
        this.watch = new GrantWatch(watchMillis);
    }

    /** What is asked for, after a number, in a sentence for people. */
    String describe() {
        return profile.equals(ExecutorProfile.USUAL) ? "" : ", of executors of " + profile;
    }

    /** Where its size is said. */
    String setting() {
        return profile.equals(ExecutorProfile.USUAL) ? "lisle.executor.memory" : "the memory of its resource profile";
    }

    /** Asks for nothing more for now. */
    List<AllocationCommand> withdrawAll() {
        List<AllocationCommand> commands = new ArrayList<>();
        for (ContainerAsk ask : pending.all()) {
            pending.withdraw(ask);
            commands.add(new AllocationCommand.Withdraw(ask));
        }
        return commands;
    }
}
