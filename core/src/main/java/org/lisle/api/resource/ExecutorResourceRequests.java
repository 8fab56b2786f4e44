package org.lisle.api.resource;

import java.util.LinkedHashMap;
import java.util.Map;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.unit.DataSize;

/**
 * Collects what an executor is to have; what is not said is as in the settings. Amounts below 1 and texts that are no sizes fail with
 * INVALID_ARGUMENT. Sizes are such as {@code 4g}, in mebibytes where they have no unit. Not thread-safe.
 */
public final class ExecutorResourceRequests {
    private final Map<String, ExecutorResourceRequest> requests = new LinkedHashMap<>();

    /** Processors of the container, for tasks that take {@link TaskResourceRequests#cpus} of them each. */
    public ExecutorResourceRequests cores(int amount) {
        return add(ResourceProfile.CORES, amount, "", "");
    }

    /** As {@code lisle.executor.memory}: heap, memory pool and native memory are parts of it. */
    public ExecutorResourceRequests memory(String amount) {
        return add(ResourceProfile.MEMORY, megabytes(ResourceProfile.MEMORY, amount), "", "");
    }

    /** Memory of the container that comes besides, outside of the heap. */
    public ExecutorResourceRequests memoryOverhead(String amount) {
        return add(ResourceProfile.OVERHEAD_MEM, megabytes(ResourceProfile.OVERHEAD_MEM, amount), "", "");
    }

    /** As {@link #memoryOverhead}, and besides it: Lisle keeps its own data in the heap, and libraries of the program may use this. */
    public ExecutorResourceRequests offHeapMemory(String amount) {
        return add(ResourceProfile.OFFHEAP_MEM, megabytes(ResourceProfile.OFFHEAP_MEM, amount), "", "");
    }

    /** A resource of the cluster's; its addresses are told by the script of {@code lisle.executor.resource.NAME.discoveryScript}, if there is one. */
    public ExecutorResourceRequests resource(String resourceName, long amount) {
        return resource(resourceName, amount, "", "");
    }

    /** As {@link #resource(String, long, String, String)}. */
    public ExecutorResourceRequests resource(String resourceName, long amount, String discoveryScript) {
        return resource(resourceName, amount, discoveryScript, "");
    }

    /**
     * A resource of the cluster's.
     *
     * @param resourceName as YARN's administrators named it; {@code gpu} and {@code fpga} stand for {@code yarn.io/gpu} and {@code yarn.io/fpga}
     * @param discoveryScript see {@link ExecutorResourceRequest}
     * @param vendor not used by YARN
     */
    public ExecutorResourceRequests resource(String resourceName, long amount, String discoveryScript, String vendor) {
        return add(resourceName, amount, discoveryScript, vendor);
    }

    /** What was asked for by now, by name. A copy. */
    public Map<String, ExecutorResourceRequest> requests() {
        return Map.copyOf(requests);
    }

    private ExecutorResourceRequests add(String name, long amount, String script, String vendor) {
        if (amount < 1) {
            throw invalid("an executor cannot have " + amount + " of " + name, "pass 1 or more");
        }
        requests.put(name, new ExecutorResourceRequest(name, amount, script, vendor));
        return this;
    }

    private static long megabytes(String name, String amount) {
        try {
            boolean bare = amount.strip().chars().allMatch(Character::isDigit);
            return DataSize.parse(bare ? amount + "m" : amount).megabytes();
        } catch (IllegalArgumentException e) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT, name + " cannot be '" + amount + "'", e.getMessage() + "", e);
        }
    }

    static LisleException invalid(String what, String nextStep) {
        return new LisleException(ErrorCode.INVALID_ARGUMENT, what, nextStep);
    }
}
