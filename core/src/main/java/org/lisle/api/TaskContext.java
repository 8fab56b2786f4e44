package org.lisle.api;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.api.resource.ResourceInformation;

/** What a running task knows of itself. Inside user functions {@link #get()} gives the context of the task that calls them. */
public abstract class TaskContext {
    private static final ThreadLocal<@Nullable TaskContext> CURRENT = new ThreadLocal<>();

    /** The context of the task on this thread; null outside of tasks, as in the driver. */
    public static @Nullable TaskContext get() {
        return CURRENT.get();
    }

    /** The {@link #partitionId()} of the task on this thread; 0 outside of tasks. */
    public static int getPartitionId() {
        TaskContext context = CURRENT.get();
        return context == null ? 0 : context.partitionId();
    }

    /** Called by the executor at the start of a task and, with null, at its end. */
    protected static void set(@Nullable TaskContext context) {
        if (context == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(context);
        }
    }

    public abstract int stageId();

    /**
     * The number of the task in its stage: that of its partition. Where a partition of a join is far above the others and is computed by
     * several tasks, each of these has a number of its own, from {@link #numPartitions()} on.
     */
    public abstract int partitionId();

    /** Partitions of the task's stage; 0 while its functions are being read. */
    public abstract int numPartitions();

    /**
     * Of a task of a barrier stage, how often the stage has begun anew. Else always 0: a stage that runs again is the same, and
     * {@link #attemptNumber()} tells its attempts apart.
     */
    public int stageAttemptNumber() {
        return 0;
    }

    /** From 0; grows with each retry of the partition. */
    public abstract int attemptNumber();

    /** Unique among all attempts of all tasks of the application. */
    public abstract long taskAttemptId();

    /** Processors that the task takes of its executor's, as its stage's resource profile says; 1 without one. */
    public abstract int cpus();

    /**
     * What the task was given besides memory and processors, by the names of its resource profile: units that are no other task's of the
     * executor meanwhile. Empty where the profile asks for none for its tasks.
     */
    public abstract Map<String, ResourceInformation> resources();

    /** A property the driver set on the job's thread; null when not set. */
    public abstract @Nullable String getLocalProperty(String key);

    /** This process's copy of a file that was added before the job began; null for none. Used by {@link LisleFiles}. */
    protected @Nullable Path addedFile(String name) {
        return null;
    }

    /** Whether the task is over, well or not. */
    public abstract boolean isCompleted();

    /** Whether the task is over and not well. */
    public abstract boolean isFailed();

    /** Whether the task has been asked to stop: long loops in user code should look. */
    public abstract boolean isInterrupted();

    /** Runs the listener when the task ends, well or not, the last added first; at once when it has ended already. */
    public abstract void addTaskCompletionListener(Runnable listener);

    /** Runs the listener when the task fails. */
    public abstract void addTaskFailureListener(FailureListener listener);

    /** Hears of a task's failure. */
    @FunctionalInterface
    public interface FailureListener {
        void onTaskFailure(TaskContext context, Throwable failure);
    }
}
