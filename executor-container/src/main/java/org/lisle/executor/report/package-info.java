/** What an executor tells its driver: ends of tasks, and heartbeats. Imports driver, task and core. Thread-safe. */
@NullMarked
package org.lisle.executor.report;

import org.jspecify.annotations.NullMarked;
