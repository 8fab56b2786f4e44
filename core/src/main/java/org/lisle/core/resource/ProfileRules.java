package org.lisle.core.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lisle.api.resource.ExecutorResourceRequest;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.api.resource.TaskResourceRequest;
import org.lisle.core.config.ExecutorRange;
import org.lisle.core.config.LisleConf;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * What a profile of the program comes to. Where the number of executors follows the work, a profile has executors of its own; where it is
 * fixed, its tasks run on the usual ones, so that a profile may say of tasks alone how much they take.
 */
public final class ProfileRules {
    /** Before a resource's name in the name of a setting. */
    public static final String RESOURCE_PREFIX = "lisle.executor.resource.";

    private static final String SCRIPT_SUFFIX = ".discoveryScript";

    private enum Executors {
        OWN,
        SHARED,
        /** This process: it has what it has. */
        LOCAL
    }

    private final LisleConf conf;
    private final ExecutorProfile usual;
    private final Executors executors;

    private ProfileRules(LisleConf conf, Executors executors) {
        this.conf = conf;
        this.usual = ExecutorProfile.usual(conf);
        this.executors = executors;
    }

    public static ProfileRules onCluster(LisleConf conf) {
        return new ProfileRules(conf, ExecutorRange.of(conf).isDynamic() ? Executors.OWN : Executors.SHARED);
    }

    /** Requests of executors have no effect, nor have those of tasks but for their processors. */
    public static ProfileRules local(LisleConf conf) {
        return new ProfileRules(conf, Executors.LOCAL);
    }

    /** @throws LisleException INVALID_ARGUMENT for what no executor could do */
    public ExecutorProfile of(@Nullable ResourceProfile asked) {
        if (asked == null) {
            return usual;
        }
        TaskResourceRequest cpusAsked = asked.taskResources().get(ResourceProfile.CPUS);
        int cpus = cpusAsked == null ? 1 : (int) cpusAsked.amount();
        if (executors == Executors.OWN) {
            return own(asked, cpus);
        }
        if (executors == Executors.SHARED && !asked.executorResources().isEmpty()) {
            throw invalid(
                    asked,
                    "executors of its own come only where their number follows the work",
                    "leave lisle.executor.instances (--num-executors) out, or set lisle.dynamicAllocation.enabled=true;"
                            + " with a fixed number a profile may have requests of tasks");
        }
        if (executors == Executors.SHARED && asked.taskResources().size() > (cpusAsked == null ? 0 : 1)) {
            throw invalid(asked, "the executors have cores and memory alone", "ask for nothing but cpus");
        }
        if (cpus > usual.cores()) {
            throw tooMany(asked, cpus, usual.cores());
        }
        return new ExecutorProfile(ExecutorProfile.USUAL, usual.cores(), usual.memoryMegabytes(), 0, cpus, List.of());
    }

    private ExecutorProfile own(ResourceProfile asked, int cpus) {
        Map<String, ExecutorResourceRequest> others = new TreeMap<>(asked.executorResources());
        int cores = (int) Math.min(Integer.MAX_VALUE, take(others, ResourceProfile.CORES, usual.cores()));
        long memory = take(others, ResourceProfile.MEMORY, usual.memoryMegabytes());
        long outside = take(others, ResourceProfile.OVERHEAD_MEM, 0) + take(others, ResourceProfile.OFFHEAP_MEM, 0);
        if (cpus > cores) {
            throw tooMany(asked, cpus, cores);
        }
        List<CustomResource> resources = new ArrayList<>();
        others.forEach((name, request) -> resources.add(custom(asked, request)));
        TreeSet<String> missing = new TreeSet<>(asked.taskResources().keySet());
        missing.remove(ResourceProfile.CPUS);
        missing.removeAll(others.keySet());
        if (!missing.isEmpty()) {
            throw invalid(asked, "its tasks take " + missing.first() + ", and its executors have none", "ask for it");
        }
        if (cores == usual.cores()
                && memory == usual.memoryMegabytes()
                && outside == 0
                && cpus == usual.cpus()
                && resources.isEmpty()) {
            return usual;
        }
        StringBuilder name = new StringBuilder()
                .append(cores)
                .append(cores == 1 ? " core, " : " cores, ")
                .append(memory + outside)
                .append(" MiB");
        name.append(outside == 0 ? "" : " (" + outside + " outside of the heap)");
        resources.forEach(
                each -> name.append(", ").append(each.amount()).append(' ').append(each.name()));
        name.append(" for tasks of ").append(cpus).append(cpus == 1 ? " cpu" : " cpus");
        resources.stream()
                .filter(each -> each.perTask() > 0)
                .forEach(each ->
                        name.append(", ").append(each.perTask()).append(' ').append(each.name()));
        resources.stream()
                .filter(each -> !each.discoveryScript().isEmpty())
                .forEach(each ->
                        name.append(", ").append(each.name()).append(" by ").append(each.discoveryScript()));
        return new ExecutorProfile(name.toString(), cores, memory, outside, cpus, resources);
    }

    private static long take(Map<String, ExecutorResourceRequest> requests, String name, long otherwise) {
        ExecutorResourceRequest request = requests.remove(name);
        return request == null ? otherwise : request.amount();
    }

    private CustomResource custom(ResourceProfile asked, ExecutorResourceRequest request) {
        TaskResourceRequest task = asked.taskResources().get(request.resourceName());
        double perTask = task == null ? 0 : task.amount();
        if (perTask > request.amount()) {
            throw invalid(
                    asked,
                    "a task takes " + (long) perTask + " of " + request.resourceName() + ", and its executors have "
                            + request.amount(),
                    "ask for as many");
        }
        String script = request.discoveryScript().isEmpty()
                ? conf.text(RESOURCE_PREFIX + request.resourceName() + SCRIPT_SUFFIX)
                        .orElse("")
                : request.discoveryScript();
        return new CustomResource(request.resourceName(), request.amount(), perTask, script);
    }

    private static LisleException tooMany(ResourceProfile asked, int cpus, int cores) {
        return invalid(
                asked, "a task takes " + cpus + " cpus, and its executors have " + cores + " cores", "use more cores");
    }

    private static LisleException invalid(ResourceProfile asked, String why, String nextStep) {
        return new LisleException(
                ErrorCode.INVALID_ARGUMENT, "the resource profile (" + asked + ") cannot be had: " + why, nextStep);
    }
}
