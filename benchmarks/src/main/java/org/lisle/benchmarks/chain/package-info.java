/** Benchmarks of what an executor does with records between a source and a shuffle. Imports step, aggregate, table and what they need. */
@NullMarked
package org.lisle.benchmarks.chain;

import org.jspecify.annotations.NullMarked;
