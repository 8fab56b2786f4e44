/**
 * Executors' containers: what to ask the ResourceManager for, what to do with what it grants, and what a container's end means.
 * {@link org.lisle.yarn.allocate.AllocationPlanner} decides and is pure; {@link org.lisle.yarn.allocate.ContainerAllocator} is the gateway
 * to YARN that carries the decisions out, on its own thread. Start at the planner. May import launch, dag.driver, core, and YARN's client.
 */
@NullMarked
package org.lisle.yarn.allocate;

import org.jspecify.annotations.NullMarked;
