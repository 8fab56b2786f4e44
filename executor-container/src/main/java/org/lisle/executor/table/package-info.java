/** The hash table behind aggregation and grouping. A leaf. Confined to the task's thread. */
@NullMarked
package org.lisle.executor.table;

import org.jspecify.annotations.NullMarked;
