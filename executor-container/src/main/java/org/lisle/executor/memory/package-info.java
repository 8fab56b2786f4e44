/**
 * One budget of bytes per executor, shared by execution and storage (D5): ask first, use later. Start at
 * {@link org.lisle.executor.memory.TaskMemory}, which is what a running task sees, then {@link org.lisle.executor.memory.MemoryPool}.
 *
 * <p>The pool counts, it does not allocate: whoever reserves bytes makes the arrays. Threads: the pool is shared by all; a
 * {@code TaskMemory} and its consumers belong to their task's thread. A leaf: imports core's errors only.
 */
@NullMarked
package org.lisle.executor.memory;

import org.jspecify.annotations.NullMarked;
