/** The scheduler in virtual time, with faults from a seed; plans for tests. */
@NullMarked
package org.lisle.dag.simulate;

import org.jspecify.annotations.NullMarked;
