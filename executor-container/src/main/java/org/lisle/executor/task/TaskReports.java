package org.lisle.executor.task;

import org.lisle.core.message.TaskUpdate;
import org.lisle.executor.scope.TaskIdentity;

/** Takes what attempts end with. Called on tasks' threads; does not block. */
@FunctionalInterface
public interface TaskReports {
    /** @param of the attempt whose end it is */
    void ended(TaskIdentity of, TaskUpdate update);
}
