/**
 * What a task writes to disk when its memory is refused: sorted runs of records, read back and merged. Start at
 * {@link org.lisle.executor.spill.SpillSpace}. Imports memory, disk, encoded and core. Confined to the task's thread.
 */
@NullMarked
package org.lisle.executor.spill;

import org.jspecify.annotations.NullMarked;
