package org.lisle.executor.task;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.api.BarrierTaskContext;
import org.lisle.api.BarrierTaskInfo;
import org.lisle.api.resource.ResourceInformation;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.BarrierStage;
import org.lisle.executor.scope.BarrierGate;
import org.lisle.executor.scope.KillSwitch;

/** The context of an attempt in a barrier stage: that of any attempt, and where the others are. Thread-safe. */
final class RunningBarrierContext extends BarrierTaskContext {
    private final RunningTaskContext task;
    private final BarrierStage stage;
    private final BarrierGate gate;
    private final KillSwitch killSwitch;
    private int rounds;

    RunningBarrierContext(RunningTaskContext task, BarrierStage stage, BarrierGate gate, KillSwitch killSwitch) {
        this.task = task;
        this.stage = stage;
        this.gate = gate;
        this.killSwitch = killSwitch;
    }

    @Override
    public void barrier() {
        pass(false, "");
    }

    @Override
    public List<String> allGather(String message) {
        return List.copyOf(pass(true, message));
    }

    private List<String> pass(boolean gathers, String message) {
        int round;
        synchronized (this) {
            round = rounds++;
        }
        killSwitch.check();
        try {
            return gate.pass(taskAttemptId(), round, gathers, message);
        } catch (InterruptedException e) {
            killSwitch.check();
            Thread.currentThread().interrupt();
            throw new LisleException(
                    ErrorCode.BARRIER_BROKEN,
                    "the thread of task " + taskAttemptId() + " was interrupted while it waited for the others of its"
                            + " barrier stage",
                    "",
                    e);
        }
    }

    @Override
    public List<BarrierTaskInfo> getTaskInfos() {
        return stage.getAddresses().stream().map(BarrierTaskInfo::new).toList();
    }

    @Override
    public int stageAttemptNumber() {
        return stage.getAttempt();
    }

    // ---------------------------------------------------------------- as of any task

    @Override
    public int stageId() {
        return task.stageId();
    }

    @Override
    public int partitionId() {
        return task.partitionId();
    }

    @Override
    public int numPartitions() {
        return task.numPartitions();
    }

    @Override
    public int attemptNumber() {
        return task.attemptNumber();
    }

    @Override
    public long taskAttemptId() {
        return task.taskAttemptId();
    }

    @Override
    public int cpus() {
        return task.cpus();
    }

    @Override
    public Map<String, ResourceInformation> resources() {
        return task.resources();
    }

    @Override
    public @Nullable String getLocalProperty(String key) {
        return task.getLocalProperty(key);
    }

    @Override
    protected @Nullable Path addedFile(String name) {
        return task.addedFile(name);
    }

    @Override
    public boolean isCompleted() {
        return task.isCompleted();
    }

    @Override
    public boolean isFailed() {
        return task.isFailed();
    }

    @Override
    public boolean isInterrupted() {
        return task.isInterrupted();
    }

    @Override
    public void addTaskCompletionListener(Runnable listener) {
        task.addTaskCompletionListener(listener);
    }

    @Override
    public void addTaskFailureListener(FailureListener listener) {
        task.addTaskFailureListener(listener);
    }

    /** Makes this the context of the thread. */
    void enter() {
        set(this);
    }
}
