/**
 * Guards the processor seconds of jobs in local mode: they are compared with those of the byte-level programs of {@code limit}, run in turn
 * with them, because the ratio of the two is nearly the same on any machine and under any load. Start at {@link
 * org.lisle.benchmarks.regression.CpuRatio}; the check itself is a test with the tag {@code regression}.
 */
@NullMarked
package org.lisle.benchmarks.regression;

import org.jspecify.annotations.NullMarked;
