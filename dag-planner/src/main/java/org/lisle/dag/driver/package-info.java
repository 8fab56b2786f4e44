/**
 * The thin shell around the scheduler core: the loop thread, the services executors call, and the seam to what runs executors
 * (in one JVM, or on YARN). May import schedule, plan and core.
 */
@NullMarked
package org.lisle.dag.driver;

import org.jspecify.annotations.NullMarked;
