package org.lisle.executor.task;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.api.TaskContext;
import org.lisle.api.resource.ResourceInformation;
import org.lisle.core.operator.StageProgram;
import org.lisle.executor.scope.KillSwitch;
import org.lisle.executor.scope.TaskIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The context of an attempt, on its thread; the user's functions may keep it and use it from threads of their own. Thread-safe. */
final class RunningTaskContext extends TaskContext {
    private static final Logger LOG = LoggerFactory.getLogger(RunningTaskContext.class);

    private final TaskIdentity identity;
    private final Map<String, String> localProperties;
    private final KillSwitch killSwitch;
    private final TaskFiles files;
    private final int cpus;
    private final Map<String, ResourceInformation> resources;
    private final Deque<Runnable> completionListeners = new ArrayDeque<>();
    private final Deque<FailureListener> failureListeners = new ArrayDeque<>();
    private volatile int numPartitions;
    private boolean completed;
    private @Nullable Throwable failure;

    RunningTaskContext(
            TaskIdentity identity,
            Map<String, String> localProperties,
            KillSwitch killSwitch,
            TaskFiles files,
            int cpus,
            Map<String, ResourceInformation> resources) {
        this.cpus = cpus;
        this.resources = Map.copyOf(resources);
        this.identity = identity;
        this.localProperties = localProperties;
        this.killSwitch = killSwitch;
        this.files = files;
    }

    /** Makes this the context of the thread. */
    void enter() {
        set(this);
    }

    /** Takes the context from the thread. */
    static void leave() {
        set(null);
    }

    /** What only the stage's program tells. */
    void runs(StageProgram program) {
        numPartitions = program.partitions();
    }

    /** Tells the listeners. What a listener throws is logged: the task is over already. */
    void end(@Nullable Throwable cause) {
        Deque<Runnable> completions;
        Deque<FailureListener> failures;
        synchronized (this) {
            completed = true;
            failure = cause;
            completions = new ArrayDeque<>(completionListeners);
            failures = new ArrayDeque<>(failureListeners);
        }
        if (cause != null) {
            failures.forEach(listener -> call(() -> listener.onTaskFailure(this, cause)));
        }
        completions.forEach(this::call);
    }

    private void call(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.warn("A listener of {} failed", identity, e);
        }
    }

    @Override
    public int stageId() {
        return identity.stageId();
    }

    @Override
    public int partitionId() {
        return identity.partition();
    }

    @Override
    public int numPartitions() {
        return numPartitions;
    }

    @Override
    public int attemptNumber() {
        return identity.attempt();
    }

    @Override
    public long taskAttemptId() {
        return identity.taskId();
    }

    @Override
    public @Nullable String getLocalProperty(String key) {
        return localProperties.get(key);
    }

    @Override
    public int cpus() {
        return cpus;
    }

    @Override
    public Map<String, ResourceInformation> resources() {
        return resources;
    }

    @Override
    protected @Nullable Path addedFile(String name) {
        return files.find(name).orElse(null);
    }

    @Override
    public synchronized boolean isCompleted() {
        return completed;
    }

    @Override
    public synchronized boolean isFailed() {
        return failure != null;
    }

    @Override
    public boolean isInterrupted() {
        return killSwitch.isKilled();
    }

    @Override
    public void addTaskCompletionListener(Runnable listener) {
        synchronized (this) {
            if (!completed) {
                completionListeners.push(listener);
                return;
            }
        }
        call(listener);
    }

    @Override
    public void addTaskFailureListener(FailureListener listener) {
        Throwable cause;
        synchronized (this) {
            cause = failure;
            if (!completed) {
                failureListeners.push(listener);
            }
        }
        if (cause != null) {
            call(() -> listener.onTaskFailure(this, cause));
        }
    }
}
