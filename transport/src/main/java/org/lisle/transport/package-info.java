/**
 * The one wire (D6): connections that carry framed Avro messages both ways and answer bulk requests with streams of chunks; always
 * authenticated, encrypted by setting. Start at {@link org.lisle.transport.Transport}. The only module that knows Netty, and nothing of
 * what the messages mean.
 *
 * <p>Threads: handlers are called on the transport's event loops and must not block.
 */
@NullMarked
package org.lisle.transport;

import org.jspecify.annotations.NullMarked;
