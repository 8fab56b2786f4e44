package org.lisle.executor.task;

import org.lisle.core.message.TaskUpdate;

/** Takes what attempts end with. Called on tasks' threads; does not block. */
@FunctionalInterface
public interface TaskReports {
    void ended(TaskUpdate update);
}
