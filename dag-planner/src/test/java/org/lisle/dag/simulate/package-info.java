/**
 * The scheduler in virtual time, with faults from a seed: {@link org.lisle.dag.simulate.Simulation} drives it,
 * {@link org.lisle.dag.simulate.ScheduleChecker} checks after each event what must always hold. And plans for tests.
 */
@NullMarked
package org.lisle.dag.simulate;

import org.jspecify.annotations.NullMarked;
