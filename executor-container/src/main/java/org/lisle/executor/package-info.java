/**
 * An executor: the machine of the packages below it, put together. Start at {@link org.lisle.executor.Executor}; it knows nothing of the
 * process it runs in, so that local mode uses it too. Package {@code container} makes a process of it.
 */
@NullMarked
package org.lisle.executor;

import org.jspecify.annotations.NullMarked;
