/**
 * The module {@code dag-planner}: from an action to tasks. {@code org.lisle.api} has the context and the datasets, {@code lineage} what they are
 * made of, {@code plan} the cutting into stages, {@code schedule} the pure scheduler, {@code driver} its loop and services, {@code journal} what
 * a driver writes down for the next one. Imports core only. Begin with {@link org.lisle.dag.plan.Planner} and {@link org.lisle.dag.schedule.Scheduler}.
 */
@NullMarked
package org.lisle.dag;

import org.jspecify.annotations.NullMarked;
