/** Benchmarks of the scheduler's core, without a driver around it. Imports the planner's stages and the scheduler. */
@NullMarked
package org.lisle.benchmarks.schedule;

import org.jspecify.annotations.NullMarked;
