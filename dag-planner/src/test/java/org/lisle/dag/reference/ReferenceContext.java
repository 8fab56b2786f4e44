package org.lisle.dag.reference;

import org.jspecify.annotations.Nullable;
import org.lisle.api.TaskContext;

/** The context of one task. */
final class ReferenceContext extends TaskContext {
    @Override
    public int cpus() {
        return 1;
    }

    @Override
    public java.util.Map<String, org.lisle.api.resource.ResourceInformation> resources() {
        return java.util.Map.of();
    }

    private final int stage;
    private final int partition;
    private final int partitions;
    private final long task;

    ReferenceContext(int stage, int partition, int partitions, long task) {
        this.stage = stage;
        this.partition = partition;
        this.partitions = partitions;
        this.task = task;
    }

    void enter() {
        set(this);
    }

    static void leave() {
        set(null);
    }

    @Override
    public int stageId() {
        return stage;
    }

    @Override
    public int partitionId() {
        return partition;
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    public int attemptNumber() {
        return 0;
    }

    @Override
    public long taskAttemptId() {
        return task;
    }

    @Override
    public @Nullable String getLocalProperty(String key) {
        return null;
    }

    @Override
    public boolean isCompleted() {
        return false;
    }

    @Override
    public boolean isFailed() {
        return false;
    }

    @Override
    public boolean isInterrupted() {
        return false;
    }

    @Override
    public void addTaskCompletionListener(Runnable listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void addTaskFailureListener(FailureListener listener) {
        throw new UnsupportedOperationException();
    }
}
