/**
 * Where the records of a task go: into a shuffle, into a value for the driver, into files. Start at
 * {@link org.lisle.executor.output.TaskOutputs}. Imports step and scope. Confined to the task's thread.
 */
@NullMarked
package org.lisle.executor.output;

import org.jspecify.annotations.NullMarked;
