/** The check of processor seconds, and the test of its arithmetic. */
@NullMarked
package org.lisle.benchmarks.regression;

import org.jspecify.annotations.NullMarked;
