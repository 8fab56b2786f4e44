/**
 * What other processes of the application ask this executor for: segments of shuffles and blocks. Start at
 * {@link org.lisle.executor.serve.DataServer}. Called on event loops, works on a pool of its own. Imports shuffle.segment, block, transport
 * and core.
 */
@NullMarked
package org.lisle.executor.serve;

import org.jspecify.annotations.NullMarked;
