package org.lisle.api.resource;

import java.util.Map;
import java.util.TreeMap;

/**
 * Collects what a {@link ResourceProfile} asks for:
 *
 * <pre>{@code
 * ResourceProfile large = new ResourceProfileBuilder()
 *         .require(new ExecutorResourceRequests().cores(4).memory("8g"))
 *         .require(new TaskResourceRequests().cpus(2))
 *         .build();
 * }</pre>
 *
 * What is required later replaces what was required before under the same name. Not thread-safe.
 */
public final class ResourceProfileBuilder {
    private final Map<String, ExecutorResourceRequest> executor = new TreeMap<>();
    private final Map<String, TaskResourceRequest> task = new TreeMap<>();

    public ResourceProfileBuilder require(ExecutorResourceRequests requests) {
        executor.putAll(requests.requests());
        return this;
    }

    public ResourceProfileBuilder require(TaskResourceRequests requests) {
        task.putAll(requests.requests());
        return this;
    }

    public ResourceProfileBuilder clearExecutorResourceRequests() {
        executor.clear();
        return this;
    }

    public ResourceProfileBuilder clearTaskResourceRequests() {
        task.clear();
        return this;
    }

    /** What was required for executors by now, by name. A copy. */
    public Map<String, ExecutorResourceRequest> executorResources() {
        return Map.copyOf(executor);
    }

    /** What was required for tasks by now, by name. A copy. */
    public Map<String, TaskResourceRequest> taskResources() {
        return Map.copyOf(task);
    }

    public ResourceProfile build() {
        return new ResourceProfile(executor, task);
    }
}
