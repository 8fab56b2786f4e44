/** The driver's loop with hand-written executors. */
package org.lisle.dag.driver;
