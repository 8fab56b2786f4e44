package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The commands that one event leads to, in order. */
final class CommandBuffer {
    private final List<Command> commands = new ArrayList<>();

    void add(Command command) {
        commands.add(command);
    }

    void drainTo(Consumer<Command> consumer) {
        commands.forEach(consumer);
        commands.clear();
    }
}
