/** The bytes of cached partitions: rows, and columns. */
@NullMarked
package org.lisle.benchmarks.cache;

import org.jspecify.annotations.NullMarked;
