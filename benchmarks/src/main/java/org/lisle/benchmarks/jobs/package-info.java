/**
 * The whole jobs that are measured, and the generator of their input; submitted with {@code lisle submit}. {@link
 * org.lisle.benchmarks.jobs.Jobs} is also Spark's program: the comparison translates its names and compiles it against Spark.
 */
@NullMarked
package org.lisle.benchmarks.jobs;

import org.jspecify.annotations.NullMarked;
