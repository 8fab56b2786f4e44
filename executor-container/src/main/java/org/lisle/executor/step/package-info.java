/**
 * A stage's operators as running code (D2). Start at {@link org.lisle.executor.step.PartitionFlow}: sources push records through a chain
 * of small steps; only functions over iterators pull. {@link org.lisle.executor.step.Chains} decides which chains run in classes of their own.
 * Imports scope, aggregate, sort, group and what they import. Confined to the task's thread.
 */
@NullMarked
package org.lisle.executor.step;

import org.jspecify.annotations.NullMarked;
