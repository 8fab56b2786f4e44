/**
 * The scheduler core (D1): events in, commands out, no I/O, no threads, no clock. Knows stages, tasks and shuffles, nothing of Rdd.
 * May import plan and core.
 */
@NullMarked
package org.lisle.dag.schedule;

import org.jspecify.annotations.NullMarked;
