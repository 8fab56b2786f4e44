package org.lisle.api.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lisle.core.unit.DataSize;

/**
 * What the executors of a stage are to have, and what each of its tasks takes of them; made by {@link ResourceProfileBuilder}, given to
 * datasets by {@code withResources}. Two that ask for the same are the same, as what they stand for is. Immutable.
 *
 * @param executorResources by name; what is not here is as in the settings
 * @param taskResources by name; a task takes one processor when it says nothing
 */
public record ResourceProfile(
        Map<String, ExecutorResourceRequest> executorResources, Map<String, TaskResourceRequest> taskResources) {
    /** Of executors: processors. */
    public static final String CORES = "cores";

    /** Of executors: memory in mebibytes, as {@code lisle.executor.memory}. */
    public static final String MEMORY = "memory";

    /** Of executors: memory in mebibytes that comes besides, outside of the heap. */
    public static final String OVERHEAD_MEM = "memoryOverhead";

    /** Of executors: as {@link #OVERHEAD_MEM}. */
    public static final String OFFHEAP_MEM = "offHeap";

    /** Of tasks: processors. */
    public static final String CPUS = "cpus";

    public ResourceProfile {
        executorResources = Map.copyOf(executorResources);
        taskResources = Map.copyOf(taskResources);
    }

    /** Of each resource the larger amount that one of the two asks for. */
    public ResourceProfile max(ResourceProfile other) {
        Map<String, ExecutorResourceRequest> executor = new TreeMap<>(executorResources);
        other.executorResources.forEach(
                (name, request) -> executor.merge(name, request, (a, b) -> a.amount() >= b.amount() ? a : b));
        Map<String, TaskResourceRequest> task = new TreeMap<>(taskResources);
        other.taskResources.forEach(
                (name, request) -> task.merge(name, request, (a, b) -> a.amount() >= b.amount() ? a : b));
        return new ResourceProfile(executor, task);
    }

    /** Such as {@code executors of cores 2, memory 4.0 GiB; tasks of cpus 2}. */
    @Override
    public String toString() {
        List<String> executor = new ArrayList<>();
        new TreeMap<>(executorResources)
                .forEach((name, request) -> executor.add(name + " " + amount(name, request.amount())));
        List<String> task = new ArrayList<>();
        new TreeMap<>(taskResources).forEach((name, request) -> task.add(name + " " + number(request.amount())));
        return "executors of " + (executor.isEmpty() ? "the usual size" : String.join(", ", executor)) + "; tasks of "
                + (task.isEmpty() ? "cpus 1" : String.join(", ", task));
    }

    private static String amount(String name, long amount) {
        return switch (name) {
            case MEMORY, OVERHEAD_MEM, OFFHEAP_MEM ->
                DataSize.ofMegabytes(amount).toString();
            default -> Long.toString(amount);
        };
    }

    private static String number(double amount) {
        return amount == Math.rint(amount) ? Long.toString((long) amount) : Double.toString(amount);
    }
}
