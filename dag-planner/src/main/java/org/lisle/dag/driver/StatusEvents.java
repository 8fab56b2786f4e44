package org.lisle.dag.driver;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.lisle.api.listener.LisleListener;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.BlockChange;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.schedule.Command;

/** What happens, as events for listeners; makes none while nobody listens. Confined to the loop. */
final class StatusEvents {
    private final ListenerBus bus;
    private final LongSupplier millis;

    StatusEvents(ListenerBus bus, LongSupplier millis) {
        this.bus = bus;
        this.millis = millis;
    }

    ListenerBus bus() {
        return bus;
    }

    void jobSubmitted(PlannedJob job, List<Integer> stageIds) {
        if (bus.isHeard()) {
            var event = new LisleListener.JobStart(
                    job.id(), job.callSite().toString(), stageIds, job.properties(), millis.getAsLong());
            bus.post(listener -> listener.onJobStart(event));
        }
    }

    void jobEnded(int jobId, @Nullable LisleException failure) {
        if (bus.isHeard()) {
            var event = new LisleListener.JobEnd(jobId, failure == null ? null : failure.what(), millis.getAsLong());
            bus.post(listener -> listener.onJobEnd(event));
        }
    }

    void stageStarted(Command.StageStarted started) {
        if (bus.isHeard()) {
            var event = new LisleListener.StageSubmitted(
                    started.stage().id(),
                    started.stage().callSite().toString(),
                    started.jobId(),
                    started.tasks(),
                    millis.getAsLong());
            bus.post(listener -> listener.onStageSubmitted(event));
        }
    }

    void stageDone(int stageId, String name) {
        if (bus.isHeard()) {
            var event = new LisleListener.StageCompleted(stageId, name, millis.getAsLong());
            bus.post(listener -> listener.onStageCompleted(event));
        }
    }

    void launched(String executor, List<Command.TaskLaunch> launches) {
        if (bus.isHeard()) {
            for (Command.TaskLaunch launch : launches) {
                var event = new LisleListener.TaskStart(
                        launch.taskId(),
                        launch.stage().id(),
                        launch.partition(),
                        launch.attempt(),
                        executor,
                        millis.getAsLong());
                bus.post(listener -> listener.onTaskStart(event));
            }
        }
    }

    void ended(Command.AttemptEnded ended, @Nullable String failure) {
        if (bus.isHeard()) {
            var event = new LisleListener.TaskEnd(
                    ended.taskId(),
                    ended.stageId(),
                    ended.executor(),
                    ended.outcome().name(),
                    failure == null ? "" : failure,
                    millis.getAsLong());
            bus.post(listener -> listener.onTaskEnd(event));
        }
    }

    void executorAdded(RegisterExecutor executor) {
        if (bus.isHeard()) {
            var event = new LisleListener.ExecutorAdded(
                    executor.getExecutor(), executor.getHost(), executor.getSlots(), millis.getAsLong());
            bus.post(listener -> listener.onExecutorAdded(event));
        }
    }

    void executorLost(String executor, String reason) {
        if (bus.isHeard()) {
            var event = new LisleListener.ExecutorRemoved(executor, reason, millis.getAsLong());
            bus.post(listener -> listener.onExecutorRemoved(event));
        }
    }

    void blockChanged(String executor, BlockChange change) {
        if (bus.isHeard()) {
            var event = new LisleListener.BlockUpdated(
                    executor,
                    change.getBlock(),
                    change.getPresent(),
                    change.getMemoryBytes(),
                    change.getDiskBytes(),
                    millis.getAsLong());
            bus.post(listener -> listener.onBlockUpdated(event));
        }
    }
}
