/** JMH benchmarks of the tables in which values are combined. */
@NullMarked
package org.lisle.benchmarks.table;

import org.jspecify.annotations.NullMarked;
