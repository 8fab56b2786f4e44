/**
 * What is put into a container: its JVM's flags and memory, its class path, its files, its environment; the same for the
 * ApplicationMaster (written by the client) and for executors (written by the ApplicationMaster). Start at
 * {@link org.lisle.yarn.launch.ApplicationSpec}, which travels from one to the other.
 *
 * <p>Values and pure functions; {@link org.lisle.yarn.launch.LaunchContexts} is the one place that makes YARN's records of them. Imports
 * core.
 */
@NullMarked
package org.lisle.yarn.launch;

import org.jspecify.annotations.NullMarked;
