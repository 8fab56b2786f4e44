/** Benchmarks of sorting pairs as bytes. Imports the executor's sort, spill and memory. */
@NullMarked
package org.lisle.benchmarks.sort;

import org.jspecify.annotations.NullMarked;
