/**
 * Running attempts of tasks: threads, kills, handles of broadcasts and accumulators, the story of a failure. Start at
 * {@link org.lisle.executor.task.TaskPool}, then {@link org.lisle.executor.task.TaskRunner}. Imports output, scope and what they import.
 */
@NullMarked
package org.lisle.executor.task;

import org.jspecify.annotations.NullMarked;
