/** Benchmarks of a shuffle's way: records written to segments, fetched and decoded. Imports the executor's shuffle and what it needs. */
@NullMarked
package org.lisle.benchmarks.shuffle;

import org.jspecify.annotations.NullMarked;
