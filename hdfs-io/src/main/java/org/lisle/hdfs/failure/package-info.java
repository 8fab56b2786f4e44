/**
 * The seam between Hadoop's exceptions and {@link org.lisle.core.error.LisleException}. Pure functions, any thread.
 */
@NullMarked
package org.lisle.hdfs.failure;

import org.jspecify.annotations.NullMarked;
