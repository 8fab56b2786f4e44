/** The driver's loop with hand-written executors. */
@NullMarked
package org.lisle.dag.driver;

import org.jspecify.annotations.NullMarked;
