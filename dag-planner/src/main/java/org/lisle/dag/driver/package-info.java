/**
 * The thin shell around the scheduler core: the loop thread, the services executors call, and the seam to what runs executors
 * (in one JVM, or on YARN). May import schedule, plan and core.
 *
 * <p>Read first: {@link org.lisle.dag.driver.DriverRuntime}. Everything behind {@link org.lisle.dag.driver.JobRunner} and
 * {@link org.lisle.dag.driver.DriverServices} is confined to the loop's thread; those two post to it.
 */
@NullMarked
package org.lisle.dag.driver;

import org.jspecify.annotations.NullMarked;
