/**
 * What a running task holds and may ask of its executor. Start at {@link org.lisle.executor.scope.TaskScope}. Imports memory, disk, spill,
 * the surfaces of shuffle and block, and core. A scope belongs to its task's thread; counters and the kill switch are read by others.
 */
@NullMarked
package org.lisle.executor.scope;

import org.jspecify.annotations.NullMarked;
