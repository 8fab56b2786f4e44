package org.lisle.core.resource;

import java.util.List;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;

/**
 * A kind of executors, and what a task of theirs takes. Executors of a name are all alike and run the tasks of that name alone.
 *
 * @param name what it asks for in words, the same for the same in every driver of an application; empty for executors as the settings say,
 *     on which tasks may take several slots
 * @param cores of the container
 * @param memoryMegabytes of the container, as {@code lisle.executor.memory}
 * @param outsideMegabytes of the container besides, outside of the heap
 * @param cpus that a task takes of the cores
 * @param resources others, by name in order
 */
public record ExecutorProfile(
        String name, int cores, long memoryMegabytes, long outsideMegabytes, int cpus, List<CustomResource> resources) {
    /** The name of executors as the settings say. */
    public static final String USUAL = "";

    public ExecutorProfile {
        resources = List.copyOf(resources);
    }

    /** Executors as the settings say, with tasks of one processor. */
    public static ExecutorProfile usual(LisleConf conf) {
        return new ExecutorProfile(
                USUAL,
                conf.get(Settings.EXECUTOR_CORES),
                conf.get(Settings.EXECUTOR_MEMORY).megabytes(),
                0,
                1,
                List.of());
    }

    public boolean isUsual() {
        return name.equals(USUAL);
    }

    /** The container's memory. */
    public long megabytes() {
        return memoryMegabytes + outsideMegabytes;
    }

    /** Tasks that an executor runs at once: a slot of the usual ones is a processor, of others what a task takes. */
    public int slots() {
        return isUsual() ? cores : tasksAtOnce();
    }

    /** Slots that a task takes. */
    public int slotsPerTask() {
        return isUsual() ? cpus : 1;
    }

    int tasksAtOnce() {
        return resources.stream().mapToInt(CustomResource::tasks).reduce(cores / cpus, Math::min);
    }

    /** For people: the kind of executors, in a sentence that goes on. */
    public String describe() {
        return isUsual() ? "usual executors" : "executors of " + name;
    }
}
