/**
 * What the machine could do: the measured jobs written by hand on bytes, on local files with a number of threads, with no engine and no
 * general program. Their CPU seconds bound what an engine can reach.
 */
@NullMarked
package org.lisle.benchmarks.limit;

import org.jspecify.annotations.NullMarked;
