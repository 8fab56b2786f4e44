/**
 * The way to other executors' data servers: one connection to each, shared by all who ask. Start at {@link org.lisle.executor.peer.Peers}.
 * Thread-safe. Imports transport and core.
 */
@NullMarked
package org.lisle.executor.peer;

import org.jspecify.annotations.NullMarked;
