/** Tests of the comparison's own arithmetic. */
@NullMarked
package org.lisle.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
