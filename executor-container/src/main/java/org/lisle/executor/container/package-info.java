/**
 * What an executor needs in a YARN container: what it is told at its start, its connection to the driver, its exit codes. The one place
 * here that knows Hadoop's credentials. Imports driver, task, transport, core, and hdfs-io for finding a new driver.
 */
@NullMarked
package org.lisle.executor.container;

import org.jspecify.annotations.NullMarked;
