/**
 * The application's local directories on this node: where temporary files, cached blocks and shuffle files lie, and which disk takes the
 * next one. Start at {@link org.lisle.executor.disk.LocalDirectories}. A leaf: imports core's errors and fault points only. Thread-safe.
 */
@NullMarked
package org.lisle.executor.disk;

import org.jspecify.annotations.NullMarked;
