/**
 * The scheduler core (D1): events in, commands out, no I/O, no threads, no clock. Knows stages, tasks and shuffles, nothing of Rdd.
 * Confined to one thread, the driver's loop. May import plan and core.
 *
 * <p>Read first: {@link org.lisle.dag.schedule.Scheduler}, then {@link org.lisle.dag.schedule.Event} and
 * {@link org.lisle.dag.schedule.Command}; what is decided where is drawn there.
 */
@NullMarked
package org.lisle.dag.schedule;

import org.jspecify.annotations.NullMarked;
